/**
 * Makes of each of Netlify’s functions a folder with all that it uses in it, and nothing else: its own code, what it uses of packages, what it loads
 * on demand, and their licences. Netlify alone would pack every file of every package that a function names: twice the weight, and hundreds of files
 * to read before the first answer. Nothing is made shorter, so that a trail in Netlify’s log can be read.
 */
import { readdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroConfig, AstroIntegration } from 'astro';
import { build } from 'vite';
import { builtFunctions } from './built-functions.ts';
import { putProgram } from './kept-program.ts';

/** Where the functions are written, in the project. */
const source = 'src/functions/';

async function buildFunction(root: URL, made: URL, name: string): Promise<void> {
  await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    root: fileURLToPath(root),
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node22',
      minify: false,
      license: { fileName: 'licences.md' },
      outDir: fileURLToPath(new URL(`${name}/`, made)),
      emptyOutDir: false,
      rolldownOptions: {
        input: { [name]: fileURLToPath(new URL(`${source}${name}.ts`, root)) },
        output: {
          entryFileNames: '[name].mjs',
          chunkFileNames: '[name].mjs',
          // Netlify reads the function’s own file for what it says of itself, and its emulator does so at each call: the shorter, the sooner.
          codeSplitting: { groups: [{ name: 'packages', tags: ['$initial'], test: /node_modules/ }] },
          comments: { legal: true, annotation: false, jsdoc: false },
        },
      },
    },
  });
}

/**
 * Builds all the functions of the project at `root`, and gives their names.
 * @param made the folder that they are built into
 */
export async function buildFunctions(root: URL, made: URL): Promise<string[]> {
  const files = await readdir(new URL(source, root));
  const names = files.filter((file) => file.endsWith('.ts')).map((file) => basename(file, '.ts'));
  await Promise.all(names.map((name) => buildFunction(root, made, name)));
  return names;
}

export const lightFunctions = (): AstroIntegration => {
  let config: AstroConfig;
  return {
    name: 'light-functions',
    hooks: {
      'astro:config:done': ({ config: settled }) => {
        config = settled;
      },
      'astro:build:done': async ({ dir, logger }) => {
        // Beside the site, wherever that is built.
        const made = new URL(`../${builtFunctions}`, dir);
        await rm(made, { recursive: true, force: true });
        await putProgram({ name: 'functions', make: (folder) => buildFunctions(config.root, folder) }, config, made);
        logger.info(`${(await readdir(made)).length} functions are in ${builtFunctions}`);
      },
    },
  };
};
