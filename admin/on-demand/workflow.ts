/** Decap’s board of drafts, with what moves its cards. */
import { onDemand } from './on-demand.ts';

export default onDemand(() => import('decap-cms-core/dist/esm/components/Workflow/Workflow.js'));
