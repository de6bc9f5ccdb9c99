/** Says of a text, while it is in the CMS, which links and pictures in its prose the proofreader would refuse. It comes when a text is saved. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { isSafe } from '../../src/blocks/safe-address.ts';
import { definitionsIn, type Piece } from '../../src/blocks/text.ts';
import { refusalOf } from '../../src/proofreading/refused.ts';

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly identifier?: string;
  readonly children?: readonly Node[];
}

function refusedIn({ type, url = '', identifier = '', children = [] }: Node): readonly string[] {
  const isRefusedLink = (type === 'link' || type === 'definition') && !isSafe(url);
  const isPicture = type === 'image' || type === 'imageReference';
  return [
    ...(isRefusedLink ? [refusalOf.link(url)] : []),
    ...(isPicture ? [refusalOf.picture(url || identifier)] : []),
    ...children.flatMap(refusedIn),
  ];
}

/** One line for each link and picture in the prose of a text that leads nowhere safe, or comes from elsewhere. */
export function refusedInProse(pieces: readonly Piece[]): readonly string[] {
  const definitions = definitionsIn(pieces);
  const prose = pieces.flatMap((piece) => (piece.kind === 'prose' ? [piece.markdown] : []));
  return [...new Set(prose.flatMap((markdown) => refusedIn(fromMarkdown(`${definitions}\n\n${markdown}`))))];
}
