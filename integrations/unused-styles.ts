/** Leaves out of each page the styles of components that are not on it: Astro gives a page those of every component that it could have drawn. */
import type { AstroIntegration } from 'astro';
import postcss from 'postcss';
import { changePages } from './built-files.ts';

const inlineStyle = /(<style[^>]*>)([\s\S]*?)(<\/style>)/g;
/** What Astro marks a component's elements and its styles with. */
const scope = /data-astro-cid-[\w-]+/g;

/** The same page, with only the scoped styles whose component stands on it. Styles without a scope stay. */
export function withOwnStyles(html: string): string {
  const onPage = new Set(html.replace(inlineStyle, '').match(scope));
  return html.replace(inlineStyle, (_, opened: string, style: string, closed: string) => {
    const root = postcss.parse(style);
    root.walkRules((rule) => {
      const kept = rule.selectors.filter((selector) => (selector.match(scope) ?? []).every((one) => onPage.has(one)));
      if (kept.length === 0) rule.remove();
      else if (kept.length < rule.selectors.length) rule.selectors = kept;
    });
    root.walkAtRules((rule) => {
      if (rule.nodes?.length === 0) rule.remove();
    });
    return opened + root.toString() + closed;
  });
}

export const unusedStyles = (): AstroIntegration => ({
  name: 'unused-styles',
  hooks: {
    'astro:build:done': ({ dir }) => changePages(dir, withOwnStyles),
  },
});
