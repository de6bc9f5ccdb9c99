/** What was asked of a command, after its name. What it does not know is refused: somebody meant something by it, and it would not be done. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

const listed = new Intl.ListFormat('en-GB');

/** npm keeps flags for itself unless two strokes stand before them, and hands on the rest. It says so in the environment, and no more. */
function isKeptByNpm(flag: string, { type }: { readonly type: 'boolean' | 'string' }): boolean {
  const kept = process.env[`npm_config_${flag.replaceAll('-', '_')}`] ?? '';
  return type === 'string' ? kept !== '' : kept === 'true';
}

const inFront = (asked: string) =>
  `Put -- before what you ask for, as in “npm run ${process.env.npm_lifecycle_event ?? '…'} -- ${asked}”.`;

/** Node’s words for what is wrong, in plain ones. */
function inPlainWords(mistake: NodeJS.ErrnoException, { options = {} }: ParseArgsConfig): string {
  const [, named = ''] = /'(-[^\s']*|[^']*)/.exec(mistake.message) ?? [];
  const flags = Object.keys(options).map((name) => `--${name}`);
  const known = flags.length > 0 ? `What it knows: ${listed.format(flags)}.` : 'It knows no flags.';
  const valued = Object.keys(options).find((name) => options[name]?.type === 'string');
  switch (mistake.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `This command does not know ${named}, so nothing was done. ${known}`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE': {
      const takesValue = options[named.replace(/^--/, '')]?.type === 'string';
      return `${takesValue ? `Say what you mean by ${named}, right after it` : `Write ${named} alone, with nothing after it`}. Nothing was done.`;
    }
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return valued ? inFront(`--${valued} …`) : `This command does not know “${named}”, so nothing was done. ${known}`;
    default:
      return mistake.message;
  }
}

/**
 * What was asked of this command, read as Node’s `parseArgs` reads it.
 * @throws in plain words, with all the flags that there are, when something else was asked
 */
export function askedOf<const Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    const asked = parseArgs(config);
    const { tokens = [] } = parseArgs({ ...config, tokens: true });
    const given = new Set(tokens.map((token) => (token.kind === 'option' ? token.name : undefined)));
    const kept = Object.entries(config.options ?? {}).find(
      ([name, option]) => !given.has(name) && isKeptByNpm(name, option),
    )?.[0];
    if (kept) throw new Error(`npm kept --${kept} for itself, so nothing was done. ${inFront(`--${kept}`)}`);
    return asked;
  } catch (mistake) {
    throw new Error(inPlainWords(mistake as NodeJS.ErrnoException, config));
  }
}
