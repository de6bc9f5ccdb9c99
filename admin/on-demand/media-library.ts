/** Decap’s window for choosing and uploading a picture. */
import { onDemand } from './on-demand.ts';

export default onDemand(() => import('decap-cms-core/dist/esm/components/MediaLibrary/MediaLibrary.js'));
