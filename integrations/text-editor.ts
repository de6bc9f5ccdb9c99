/** Puts parts of ours in the place of those of Decap’s text editor, which has no setting for them. */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** What Decap’s parts ask for, and the file in `admin/` that stands there. */
const replaced: Readonly<Record<string, string>> = {
  // How it reads and writes a file.
  '../serializers': 'markdown.ts',
  // How a block stands among the words.
  './plugins/ShortcodePlugin': 'block-in-text.ts',
};

/** What does it, for a build of the CMS. */
export const ownTextEditor = {
  name: 'text-editor',
  enforce: 'pre' as const,
  resolveId(asked: string, importer = '') {
    const file = replaced[asked];
    if (!file || !/decap-cms-widget-richtext\/.*\/(VisualEditor|pasteHandler)\.js$/.test(importer)) return;
    return fileURLToPath(new URL(`../admin/${file}`, import.meta.url));
  },
};

export const textEditor = (): AstroIntegration => ({
  name: ownTextEditor.name,
  hooks: {
    // While the site is served as it is written, packages are bundled beforehand, by a bundler that has plugins of its own.
    'astro:config:setup': ({ updateConfig }) => {
      updateConfig({
        vite: { plugins: [ownTextEditor], optimizeDeps: { rolldownOptions: { plugins: [ownTextEditor] } } },
      });
    },
  },
});
