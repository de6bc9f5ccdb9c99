/** Stands for Decap’s form of an entry until that has come: a third of what staff would fetch first. */
import { onDemand } from './on-demand.ts';

/** Fetches it, if it is not there yet. */
export const loadForm = () => import('./entry-form.ts');

export default onDemand(loadForm);
