/** What HTML of elsewhere says by a look, and what it is here: an editor on the web makes words bold by a style, and a text has fewer headings. */

/** The names that elements have here, where they have other ones: a page has a first heading, its title, and the editor has two below it. */
export const namedHere: Readonly<Record<string, string>> = { h1: 'h2', h4: 'h3', h5: 'h3', h6: 'h3' };

/** Whether a style makes words bold. */
export const isBoldByStyle = (style: string): boolean => /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i.test(style);

/** Whether a style makes words upright that their element makes bold: Google Docs puts all of a text in a `b` that is not bold. */
export const isPlainByStyle = (style: string): boolean => /(?<![\w-])font-weight:\s*(normal|400)/i.test(style);

/** Whether a style makes words slanted. */
export const isItalicByStyle = (style: string): boolean => /(?<![\w-])font-style:\s*italic/i.test(style);
