/** Which entry is on the site before its time: the draft that a deploy preview is built for, so that its link in the CMS leads to it. */
import { HEAD } from 'astro:env/server';

/**
 * Whether this build is the preview of this entry. Decap keeps each draft on a branch of its own, and Netlify builds that branch, under an address that search
 * engines are told to pass over: https://decapcms.org/docs/deploy-preview-links/
 */
export const isBuiltToBeSeen = ({ collection, id }: { readonly collection: string; readonly id: string }): boolean =>
  HEAD === `cms/${collection}/${id}/index`;
