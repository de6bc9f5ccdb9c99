/**
 * Makes the program that draws previews in the CMS (`admin/preview/pages.ts`): the site’s own pages, with what stands for the disk, the store and
 * Sätteri put in their place. It is built apart, since Astro gives a browser no component.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroConfig, AstroIntegration } from 'astro';
import { getViteConfig } from 'astro/config';
import { createBuilder, mergeConfig } from 'vite';
import { previewProgram, previewStyles } from '../admin/preview/program.ts';
import { putProgram } from './kept-program.ts';

const standIn = (name: string) => fileURLToPath(new URL(`../admin/preview/stand-ins/${name}`, import.meta.url));

/** What stands in the place of what a page asks for, where there is no server. */
const inPlaceOf: readonly { readonly asked: RegExp; readonly instead: string }[] = [
  { asked: /^satteri$/, instead: standIn('satteri.ts') },
  { asked: /\/kept-pages\.ts$/, instead: standIn('kept-pages.ts') },
  { asked: /\/on-disk\.ts$/, instead: standIn('on-disk.ts') },
  { asked: /^astro:content$/, instead: standIn('content.ts') },
  { asked: /^astro:assets$/, instead: standIn('assets.ts') },
  { asked: /^astro:env\/server$/, instead: standIn('environment.ts') },
];

const environment = 'preview';

/** Builds it into a folder, as one script and one style sheet; the fonts lie where the site’s do. */
export async function buildPreview(root: URL, outDir: URL, site: string): Promise<void> {
  const asAstro = getViteConfig(
    {},
    { root: fileURLToPath(root), configFile: false, site, logLevel: 'error', devToolbar: { enabled: false } },
  );
  const build = {
    outDir: fileURLToPath(outDir),
    emptyOutDir: false,
    copyPublicDir: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: fileURLToPath(new URL('admin/preview/pages.ts', root)),
      preserveEntrySignatures: 'strict' as const,
      output: {
        codeSplitting: false,
        entryFileNames: previewProgram.slice(1),
        assetFileNames: ({ names }: { readonly names: readonly string[] }) =>
          names.some((name) => name.endsWith('.css')) ? previewStyles.slice(1) : '_astro/[name].[hash][extname]',
      },
    },
  };
  const builder = await createBuilder(
    mergeConfig(await asAstro({ mode: 'production', command: 'build' }), {
      configFile: false,
      logLevel: 'error',
      mode: 'production',
      plugins: [
        {
          name: 'page-preview',
          enforce: 'pre',
          // Astro’s own would tell every page of this process that it is being built, and its pictures are files that will be made: those of a site
          // that is served as it is written would be gone.
          configResolved({
            plugins,
          }: {
            readonly plugins: readonly { readonly name: string; buildStart?: unknown }[];
          }) {
            delete plugins.find(({ name }) => name === 'astro:assets')?.buildStart;
          },
          // While the site is served as it is written, a component brings its script along. None runs in a preview.
          load: {
            order: 'pre',
            handler: (file: string) => (/[?&]astro&type=script/.test(file) ? '' : undefined),
          },
          resolveId: {
            order: 'pre',
            handler: (asked: string, importer = '') =>
              importer.includes('/stand-ins/') ? undefined : inPlaceOf.find((one) => one.asked.test(asked))?.instead,
          },
        },
      ],
      environments: { [environment]: { consumer: 'client', build } },
    }),
  );
  const made = builder.environments[environment];
  if (made) await builder.build(made);
}

/** The files of this program, and the media type of each. */
const files: readonly { readonly address: RegExp; readonly type: string }[] = [
  { address: new RegExp(`^${previewProgram}$`), type: 'text/javascript' },
  { address: new RegExp(`^${previewStyles}$`), type: 'text/css' },
  { address: /^\/_astro\/[^/]+\.woff2$/, type: 'font/woff2' },
];

export const pagePreview = (): AstroIntegration => {
  let config: AstroConfig;
  const make = (folder: URL) => buildPreview(config.root, folder, config.site ?? '');
  return {
    name: 'page-preview',
    hooks: {
      'astro:config:done': ({ config: settled }) => {
        config = settled;
      },
      'astro:build:done': ({ dir }) =>
        putProgram({ name: 'preview', madeWith: { site: config.site ?? '' }, make }, config, dir),
      // While the site is served as it is written, it is made when the first preview is shown, and again once its parts have changed.
      'astro:server:setup': ({ server }) => {
        const made = new URL('preview/', config.cacheDir);
        let ready: Promise<void> | undefined;
        server.watcher.on('all', (_event, file) => {
          if (/\.(astro|ts|css)$/.test(file)) ready = undefined;
        });
        server.middlewares.use(async (request, response, next) => {
          const { pathname } = new URL(request.url ?? '/', 'http://localhost');
          const type = files.find(({ address }) => address.test(pathname))?.type;
          if (!type) return next();
          ready ??= make(made);
          try {
            await ready;
            const content = await readFile(new URL(`.${pathname}`, made));
            response.setHeader('content-type', type).end(content);
          } catch (mistake) {
            server.config.logger.error(`The preview’s program could not be made: ${mistake}`);
            ready = undefined;
            next();
          }
        });
      },
    },
  };
};
