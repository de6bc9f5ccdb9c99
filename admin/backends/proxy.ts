/** No sign-in: the checkout on one’s own machine, by decap-server. */
import { ProxyBackend } from 'decap-cms-backend-proxy';

/** The same, which reads a draft’s file without being told its name there: decap-server takes no request without one, and goes by the path. */
export const backend = class extends ProxyBackend {
  override unpublishedEntryDataFile(collection: string, slug: string, path: string, id: string | null) {
    return super.unpublishedEntryDataFile(collection, slug, path, id ?? path);
  }
};
