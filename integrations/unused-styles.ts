/** Leaves out of each page the styles of components that are not on it: Astro gives a page those of every component that it could have drawn. */
import postcss from 'postcss';
import { changing } from './every-page.ts';

const inlineStyle = /(<style[^>]*>)([\s\S]*?)(<\/style>)/g;
/** What Astro marks a component's elements and its styles with. */
const scope = /data-astro-cid-[\w-]+/g;

/** A style without the rules that ask for a component which is none of these. */
function withOnly(onPage: ReadonlySet<string>, style: string): string {
  const root = postcss.parse(style);
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => {
      const asked = selector.match(scope) ?? [];
      // Of two components, too, selectors stand in one `:is(…)` where a browser that does not know one of them would pass over both.
      const isAlternative = selector.startsWith(':is(') && asked.some((one) => onPage.has(one));
      return isAlternative || asked.every((one) => onPage.has(one));
    });
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  });
  root.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) rule.remove();
  });
  return root.toString();
}

/** The styles that were read already, by the components on their page: a thousand posts share a few. */
const known = new Map<string, Map<string, string>>();

/** The same page, with only the scoped styles whose component stands on it. Styles without a scope stay. */
export function withOwnStyles(html: string): string {
  const onPage = new Set(html.replace(inlineStyle, '').match(scope));
  const components = [...onPage].sort().join();
  return html.replace(inlineStyle, (_, opened: string, style: string, closed: string) => {
    const ofStyle = known.get(style) ?? new Map<string, string>();
    const own = ofStyle.get(components) ?? withOnly(onPage, style);
    known.set(style, ofStyle.set(components, own));
    return opened + own + closed;
  });
}

export const unusedStyles = changing(withOwnStyles);
