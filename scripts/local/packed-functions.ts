/** The functions as Netlify packs them: by its own packer, and by what `netlify.toml` says of them. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { resolveConfig } from '@netlify/config';
import { type FunctionResult, zipFunctions } from '@netlify/zip-it-and-ship-it';
import { builtFunctions } from '../../integrations/built-functions.ts';

/** What `netlify.toml` says of a function, or of all (`*`). */
interface Settings {
  readonly included_files?: string[];
  readonly node_bundler?: 'none';
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
  const { config } = await resolveConfig({ cwd: root, repositoryRoot: root, offline: true, buffer: true });
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
