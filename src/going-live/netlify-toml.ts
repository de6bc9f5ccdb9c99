/** What `netlify.toml` has to tell Netlify, so that the site is built and its functions answer: without it Netlify guesses, and finds no function. */
import type { Finding } from './findings.ts';
import { told } from './told.ts';

/** What `netlify.toml` says, as Netlify reads it. Folders are named from the project’s own. */
export interface NetlifyToml {
  readonly command: string | undefined;
  readonly publish: string | undefined;
  readonly functions: string | undefined;
  /** How functions are packed, unless one says otherwise. */
  readonly bundler: string | undefined;
}

/** Why there is nothing to go by. */
export interface NoNetlifyToml {
  /** In the words of Netlify’s own reader; absent when the file is not there. */
  readonly mistake: string | undefined;
}

/** The site’s own `netlify.toml`, as far as it would not go live without it: what is asked, where it stands, and what comes of it otherwise. */
const needs: readonly {
  readonly isSaid: (read: NetlifyToml) => boolean;
  readonly line: string;
  readonly under: string;
  readonly otherwise: string;
}[] = [
  {
    isSaid: ({ command = '' }) => /\bnpm run (?:--?\S+ )*build(?![:\w-])/.test(command),
    line: 'command = "npm run build"',
    under: '[build]',
    otherwise: 'Netlify would not build the site as it is built here',
  },
  {
    isSaid: ({ publish }) => publish === 'dist',
    line: 'publish = "dist"',
    under: '[build]',
    otherwise: 'Netlify would not find the built site',
  },
  {
    isSaid: ({ functions }) => functions === 'built-functions',
    line: 'directory = "built-functions"',
    under: '[functions]',
    otherwise: 'nothing would answer whoever gives or signs in',
  },
  {
    isSaid: ({ bundler }) => bundler === 'none',
    line: 'node_bundler = "none"',
    under: '[functions]',
    otherwise: 'Netlify would pack each function anew, and not as it was tested',
  },
];

/** What to see to in `netlify.toml`. */
export function findingsInNetlifyToml(read: NetlifyToml | NoNetlifyToml): Finding[] {
  const must = (words: string): Finding => ({ code: 'NETLIFY-TOML', severity: 'must', words, page: told.importing });
  if ('mistake' in read)
    return [
      must(
        read.mistake === undefined
          ? 'netlify.toml is not there, so Netlify would not know how to build the site. Bring it back from the repository’s history.'
          : `netlify.toml cannot be read, so Netlify would build nothing. Netlify’s reader says: ${read.mistake}. Mend that, or bring the file back from the repository’s history.`,
      ),
    ];
  return needs
    .filter(({ isSaid }) => !isSaid(read))
    .map(({ line, under, otherwise }) =>
      must(`netlify.toml lacks \`${line}\` under \`${under}\`: without it ${otherwise}. Write it there again.`),
    );
}
