/** The functions as Netlify packs them: by its own packer, and by what `netlify.toml` says of them. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { resolveConfig } from '@netlify/config';
import { type FunctionResult, zipFunctions } from '@netlify/zip-it-and-ship-it';
import { builtFunctions } from '../../integrations/built-functions.ts';
import type { RateLimit } from '../../src/going-live/functions.ts';
import type { NetlifyToml, NoNetlifyToml } from '../../src/going-live/netlify-toml.ts';

/** What `netlify.toml` says of a function, or of all (`*`). */
interface Settings {
  readonly included_files?: string[];
  readonly node_bundler?: 'none';
}

/** What Netlify goes by when it builds the project at `root` to go live. */
const settingsOf = (root: string) =>
  resolveConfig({ cwd: root, repositoryRoot: root, context: 'production', offline: true, buffer: true });

/** What `netlify.toml` of the project at `root` says, as Netlify reads it, or why it says nothing. */
export async function readNetlifyToml(root: string): Promise<NetlifyToml | NoNetlifyToml> {
  // Without the file, its reader gives what Netlify would guess.
  if (!existsSync(join(root, 'netlify.toml'))) return { mistake: undefined };
  try {
    const { build, functionsDirectory, functions } = (await settingsOf(root)).config;
    const fromRoot = (folder: string | undefined) => (folder === undefined ? undefined : relative(root, folder));
    return {
      command: build.command,
      publish: fromRoot(build.publish),
      functions: fromRoot(functionsDirectory),
      bundler: (functions as Record<string, Settings>)['*']?.node_bundler,
    };
  } catch (failure) {
    // The first line names the file; below an empty one stand examples, or the lines around the mistake with a stroke under it.
    const [, ...lines] = String(failure instanceof Error ? failure.message : failure)
      .replaceAll(root, '.')
      .split('\n');
    const [, line] = /^(\d+):.*\n +\^/m.exec(lines.join('\n')) ?? [];
    const said = lines.slice(0, lines.indexOf('')).join(': ').replace(/\.$/, '');
    return { mistake: `${said}${line ? `, in line ${line}` : ''}` };
  }
}

/**
 * Packs the functions of the project at `root` into a folder.
 * @param into where each is put, as a zip (`zip`), or as a folder of what would be in it (`none`)
 * @param source a folder of functions that nobody has bundled, for Netlify to pack by itself; left out, they are those that go live
 */
export async function packFunctions(
  root: string,
  into: string,
  archiveFormat: 'zip' | 'none',
  source?: string,
): Promise<FunctionResult[]> {
  const { config } = await settingsOf(root);
  const settings = Object.entries(config.functions as Record<string, Settings>);
  return zipFunctions(source ?? config.functionsDirectory, into, {
    basePath: root,
    archiveFormat,
    config: Object.fromEntries(
      settings.map(([name, { included_files: includedFiles = [], node_bundler: nodeBundler }]) => [
        name,
        source
          ? { includedFiles: includedFiles.filter((file) => !file.startsWith(builtFunctions)) }
          : { includedFiles, ...(nodeBundler ? { nodeBundler } : {}) },
      ]),
    ),
  });
}

/** What is in a function that was packed as a folder, and which of it is the function itself; paths from that folder. */
export async function partsOf({ name, path }: FunctionResult): Promise<{ files: string[]; own: string }> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
  const own = files.find((file) => basename(file) === `${name}.mjs` && !file.includes('node_modules/'));
  if (own === undefined) throw new Error(`${name} is not in what was packed of it.`);
  return { files, own };
}

/**
 * What a function of the project at `root` reads when it runs, and was packed without: its own files, and what it takes of the built site, which its code
 * names. Paths are from the project’s folder.
 */
export async function lackedBy(root: string, packed: FunctionResult): Promise<string[]> {
  const { files, own } = await partsOf(packed);
  const folder = join(builtFunctions, packed.name);
  const made = (await readdir(join(root, folder), { recursive: true }))
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => join(folder, file));
  const code = await readFile(join(root, `src/functions/${packed.name}.ts`), 'utf8');
  const pages = [...code.matchAll(/builtPage\('([^']+)'\)/g)].map(([, page = '']) => `dist${page}index.html`);
  const read = [
    ...pages,
    ...(code.includes('builtTerms') ? ['dist/donate/terms.json'] : []),
    ...(code.includes('builtWhen') ? ['dist/built.json'] : []),
  ];
  return [
    ...made.filter((file) => !files.includes(join(dirname(own), relative(folder, file)))),
    ...read.filter((file) => !existsSync(join(packed.path, file))),
  ];
}

/** How often a function may be asked, as Netlify reads it from what was packed; `undefined` when it reads no limit. */
export function rateLimitOf({ trafficRules }: FunctionResult): RateLimit | undefined {
  const { rateLimitConfig, aggregate } = trafficRules?.action.config ?? {};
  return rateLimitConfig && { ...rateLimitConfig, countedBy: (aggregate?.keys ?? []).map(({ type }) => type) };
}
