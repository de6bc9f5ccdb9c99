/** Has Decap’s text editor read and write files by `admin/markdown.ts` in place of its own `serializers`: it has no setting for that. */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const plugin = {
  name: 'editor-markdown',
  enforce: 'pre' as const,
  resolveId(asked: string, importer = '') {
    if (asked !== '../serializers' || !/decap-cms-widget-richtext\/.*\/(VisualEditor|pasteHandler)\.js$/.test(importer))
      return;
    return fileURLToPath(new URL('../admin/markdown.ts', import.meta.url));
  },
};

export const editorMarkdown = (): AstroIntegration => ({
  name: plugin.name,
  hooks: {
    // While the site is served as it is written, packages are bundled beforehand, by a bundler that has plugins of its own.
    'astro:config:setup': ({ updateConfig }) => {
      updateConfig({ vite: { plugins: [plugin], optimizeDeps: { rolldownOptions: { plugins: [plugin] } } } });
    },
  },
});
