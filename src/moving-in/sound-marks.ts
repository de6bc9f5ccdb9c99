/** Bold, slanted and struck-out words that mean in Markdown what they meant in the old text. */
import { type MarkdownNode, withinLookless } from '../blocks/write-text.ts';

const marks = new Set(['strong', 'emphasis', 'delete']);

/** Marks stand on letters, and one mark on what one mark can stand on: `**a****b**` would be read otherwise. */
export function withSoundMarks(node: MarkdownNode, around: ReadonlySet<string> = new Set()): MarkdownNode[] {
  const inner = marks.has(node.type) ? new Set([...around, node.type]) : around;
  if (!node.children) return [node];
  const flat = node.children.flatMap((child) => withSoundMarks(child, inner));
  const children: MarkdownNode[] = [];
  for (const child of flat) {
    const last = children.at(-1);
    if (last && last.type === child.type && (marks.has(child.type) || child.type === 'text')) {
      children.pop();
      children.push(
        child.type === 'text'
          ? { ...last, value: `${last.value}${child.value}` }
          : { ...last, children: [...(last.children ?? []), ...(child.children ?? [])] },
      );
    } else children.push(child);
  }
  if (!marks.has(node.type)) return [{ ...node, children }];
  if (around.has(node.type)) return children;
  const take = (at: 0 | -1): MarkdownNode[] => {
    const edge = children.at(at);
    if (edge?.type === 'break') return [children.splice(at, 1)[0] as MarkdownNode];
    if (edge?.type !== 'text') return [];
    const [, before = '', letters = '', after = ''] = withinLookless.exec(edge.value ?? '') ?? [];
    const lifted = at === 0 ? before : after || (letters === '' ? before : '');
    if (lifted === '') return [];
    const rest = at === 0 ? `${letters}${after}` : `${before}${letters}`.slice(0, letters === '' ? 0 : undefined);
    children.splice(at, 1, ...(rest === '' ? [] : [{ ...edge, value: rest }]));
    return [{ type: 'text', value: lifted }];
  };
  const before = take(0);
  const after = children.length > 0 ? take(-1) : [];
  return [...before, ...(children.length > 0 ? [{ ...node, children }] : []), ...after];
}
