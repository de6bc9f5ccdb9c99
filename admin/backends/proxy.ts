/** No sign-in: the checkout on one’s own machine, by decap-server. */
import { ProxyBackend } from 'decap-cms-backend-proxy';

export const backend = ProxyBackend;
