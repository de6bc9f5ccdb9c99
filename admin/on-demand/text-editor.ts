/** Decap’s editor of a text, a third of all that staff fetch: a form is there before it, and stands while it comes. */
import { onDemand } from './on-demand.ts';

/** Fetches it, if it is not there yet. */
export const loadTextEditor = () => import('decap-cms-widget-richtext/dist/esm/RichtextControl.js');

export default onDemand(loadTextEditor);
