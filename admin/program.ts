/** Where the CMS’s own program is written, as its page names it; the built page names what is made of it (`integrations/cms-program.ts`). */
export const cmsSource = '/admin/start.ts';
