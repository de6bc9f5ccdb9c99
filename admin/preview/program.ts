/** Where the program that draws previews lies on the site, and the styles that it draws with (`integrations/page-preview.ts`). */
export const previewProgram = '/admin/preview/pages.js';
export const previewStyles = '/admin/preview/pages.css';
