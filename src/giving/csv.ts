/** A table as comma-separated text that a spreadsheet opens, and of which it can take nothing for a formula. */

/**
 * The text of a table, a row a line. A cell that begins as a formula does, in letters of full width too, gets an apostrophe before it, which makes it words:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const harmless = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };
  // The mark at the beginning tells Excel that it is UTF-8.
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
