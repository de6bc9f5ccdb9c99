/** When the site was built, and from what, for whoever watches it: `/built.json`. */
import { COMMIT_REF } from 'astro:env/server';
import type { APIRoute } from 'astro';
import type { Built } from '../watching/health.ts';

export const GET: APIRoute = () => {
  const built: Built = { builtAt: new Date().toISOString(), commit: COMMIT_REF ?? null };
  return Response.json(built);
};
