/**
 * Leaves out of the CMS what Decap and its packages bring along and this site never uses, or has lighter. Each line names what is asked for,
 * by whom it may be, and what stands in its place; it saves 13 to 45 KB. When an upgrade of Decap no longer asks for one of them, the build
 * says so; what it brings anew shows in its weight, which `page-weights.ts` holds.
 */
import { fileURLToPath } from 'node:url';
import type { Rolldown, UserConfig } from 'vite';
import { collectionsOf, titleFields } from '../admin/collections.ts';

interface Instead {
  /** The module as it is imported. */
  readonly asked: RegExp;
  /** Only where the asking file’s path has this in it. */
  readonly by?: string;
  /** A file in `admin/`, or a package. */
  readonly instead: string;
}

const replaced: readonly Instead[] = [
  // It checks a configuration that somebody wrote by hand, with ajv, which needs `unsafe-eval` for it.
  { asked: /\/constants\/configSchema$/, by: 'decap-cms-core', instead: 'unchecked-configuration.ts' },
  // These are loaded when they are first shown.
  { asked: /\/Editor\/Editor$/, by: 'decap-cms-core', instead: 'on-demand/form.ts' },
  { asked: /\/MediaLibrary\/MediaLibrary$/, by: 'decap-cms-core', instead: 'on-demand/media-library.ts' },
  { asked: /\/Workflow\/Workflow$/, by: 'decap-cms-core', instead: 'on-demand/workflow.ts' },
  // For what an entry lacks.
  { asked: /\/reducers\/collections$/, by: 'EntryCard', instead: 'summaries.ts' },
  { asked: /\/reducers\/collections$/, by: 'WorkflowList', instead: 'summaries.ts' },
  // For one button less.
  { asked: /^\.\/EditorToolbar$/, by: 'decap-cms-core', instead: 'toolbar.ts' },
  // Our entries are YAML, which Decap reads by `yaml`; gray-matter’s own, and TOML, are never asked.
  { asked: /^(js-yaml|@iarna\/toml\/parse-string|tomlify-j0\.4)$/, instead: 'never-used.ts' },
  // A second React, for showing a block as HTML when its `toPreview` gives an element. Ours give text.
  { asked: /^react-dom\/server$/, instead: 'never-used.ts' },
  // Git Gateway to another host than GitHub, and GitHub by GraphQL, both of which a setting would have to ask for.
  { asked: /^decap-cms-backend-(gitlab|bitbucket)$/, by: 'git-gateway', instead: 'never-used.ts' },
  { asked: /^\.\/GraphQLAPI$/, by: 'decap-cms-backend-github', instead: 'never-used.ts' },
  // A copy of each text that nobody reads.
  { asked: /^buffer$/, by: 'decap-cms-core', instead: 'plain-buffer.ts' },
  // Markdown in a field’s hint, and its plugin. Ours are plain words.
  { asked: /^(react-markdown|remark-gfm)$/, by: 'decap-cms-core', instead: 'plain-hint.ts' },
  // The same functions, as modules of which a bundler takes what is used.
  { asked: /^lodash\/fp$/, by: 'decap-cms-', instead: 'lodash-fp.ts' },
  { asked: /^lodash(\/\w+(\.js)?)?$/, instead: 'lodash-es' },
];

/**
 * Nothing happens when one of these is only imported, which Decap’s other packages say of themselves: so what drags the cards of a board,
 * and what opens a window, come with the parts on demand that use them.
 */
const withoutSideEffects = /\/decap-cms-core\/dist\/esm\/components\/UI\//;

/**
 * The packages that the CMS needs at its start go into one file. Left to itself, the bundler makes one for each set of parts that share
 * something, a score of small ones, which weigh more.
 */
const oneFile = { name: 'cms', tags: ['$initial' as const], test: /node_modules\// };

/** What the form of an entry needs goes into one file, too, for the same reason; what signing in also needs into another, or it would bring the first along. */
const oneFileForForms = {
  name: (module: string, context: Rolldown.ChunkingContext) => {
    const asking = new Set([module]);
    for (const one of asking)
      if (!withoutSideEffects.test(one)) for (const by of context.getModuleInfo(one)?.importers ?? []) asking.add(by);
    const isAskedBy = (part: RegExp) => [...asking].some((one) => part.test(one));
    if (!isAskedBy(/\/admin\/on-demand\/entry-form\.ts$/)) return null;
    return isAskedBy(/\/admin\/backends\//) ? 'cms-backends' : 'cms-forms';
  },
  test: oneFile.test,
};

/** The lines that something was asked for by. */
const used = new Set<Instead>();

const plugin = {
  name: 'light-cms',
  enforce: 'pre' as const,
  async resolveId(
    this: { resolve(id: string, importer?: string): Promise<{ readonly id: string } | null> },
    asked: string,
    importer: string | undefined,
  ) {
    if (!importer?.includes('node_modules')) return;
    const found = replaced.find((one) => one.asked.test(asked) && importer.includes(one.by ?? ''));
    if (!found) return;
    used.add(found);
    if (found.instead.endsWith('.ts')) return fileURLToPath(new URL(`../admin/${found.instead}`, import.meta.url));
    return this.resolve(asked.replace(/^lodash/, found.instead), importer);
  },
  // The forms follow from the contract, and change only with it: they are worked out here, and not at every start in every browser.
  load: {
    filter: { id: /\/admin\/forms\.ts$/ },
    handler: () =>
      Object.entries({ forms: collectionsOf(true), titleFields })
        .map(([name, value]) => `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});`)
        .join('\n'),
  },
  transform: {
    filter: { id: withoutSideEffects },
    handler: () => ({ moduleSideEffects: false }),
  },
  buildEnd(this: { error(words: string): never }, failure?: Error) {
    const idle = replaced.filter((one) => !used.has(one)).map(({ asked }) => String(asked));
    if (!failure && idle.length > 0)
      this.error(`Decap asks no more for ${idle.join(', nor for ')}: see to these lines of integrations/light-cms.ts.`);
  },
};

/** What makes the CMS light as it is built. While the site is served as it is written, weight is no matter, and Decap stays whole. */
export const lightCms: UserConfig = {
  define: { 'import.meta.env.IS_LIGHT_CMS': 'true' },
  plugins: [plugin],
  build: { rolldownOptions: { output: { codeSplitting: { groups: [oneFile, oneFileForForms] } } } },
};
