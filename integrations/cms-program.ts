/** Makes the CMS’s program, apart from the scripts of readers’ pages, and has its page ask for all that it needs at once. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AstroConfig, AstroIntegration } from 'astro';
import { build, mergeConfig } from 'vite';
import { cmsSource } from '../admin/program.ts';
import { addressOf, builtFiles, withImported } from './built-files.ts';
import { putProgram } from './kept-program.ts';
import { lightCms } from './light-cms.ts';
import { ownTextEditor } from './text-editor.ts';

/** Where its files lie on the site: what lies there has its content in its name. */
const place = '_astro/cms/';
const start = 'cms-start';

const buildCms = (root: URL, folder: URL) =>
  build(
    mergeConfig(
      {
        configFile: false,
        envDir: false,
        publicDir: false,
        root: fileURLToPath(root),
        logLevel: 'error',
        plugins: [ownTextEditor],
        build: {
          target: 'esnext',
          outDir: fileURLToPath(folder),
          assetsDir: place,
          rolldownOptions: {
            input: { [start]: fileURLToPath(new URL(`.${cmsSource}`, root)) },
            output: { entryFileNames: `${place}[name].[hash].js`, chunkFileNames: `${place}[name].[hash].js` },
          },
        },
      },
      lightCms,
    ),
  );

export const cmsProgram = (): AstroIntegration => {
  let config: AstroConfig;
  return {
    name: 'cms-program',
    hooks: {
      // While the site is served as it is written, packages are made ready beforehand: Vite looks in pages for what they load, and cannot see this.
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { environments: { client: { optimizeDeps: { entries: [cmsSource.slice(1)] } } } } });
      },
      'astro:config:done': ({ config: settled }) => {
        config = settled;
      },
      'astro:build:done': async ({ dir }) => {
        await putProgram({ name: 'cms', make: (folder) => buildCms(config.root, folder) }, config, dir);
        const page = new URL('admin/index.html', dir);
        const html = await readFile(page, 'utf8');
        const [script = ''] = builtFiles(new URL(place, dir), '.js').filter((file) => file.includes(`/${start}.`));
        // The program itself is small and names large parts, which would be asked for only when that is read: so the page names them too.
        const [, ...imported] = await withImported(pathToFileURL(script), 'at once');
        const links = imported.map(
          (part) => `<link rel="modulepreload" href="${addressOf(dir, fileURLToPath(part))}">`,
        );
        const asked = `<script type="module" src="${cmsSource}">`;
        const named = html.replace(asked, `${links.join('')}${asked.replace(cmsSource, addressOf(dir, script))}`);
        if (named === html) throw new Error('The page of the CMS does not ask for its program.');
        await writeFile(page, named);
      },
    },
  };
};
