/** Keeps documents in Netlify Blobs. */
import { type Store as Blobs, getStore } from '@netlify/blobs';
import type { Store } from '../../giving/ledger/store.ts';

/** The part of Blobs that is used. */
type BlobsUsed = Pick<Blobs, 'getWithMetadata' | 'get' | 'setJSON' | 'delete' | 'list'>;

/** A store of Netlify’s, as giving uses one; what is read is what was written last, wherever it was written. */
export const blobsNamed = (name: string): Store => storeIn(getStore({ name, consistency: 'strong' }));

/** The same of any store of Blobs. */
export function storeIn(blobs: BlobsUsed): Store {
  const versionListed = async (key: string) =>
    (await blobs.list({ prefix: key })).blobs.find((blob) => blob.key === key)?.etag;
  return {
    async read(key) {
      const found = await blobs.getWithMetadata(key, { type: 'json' });
      if (!found) return undefined;
      if (found.etag) return { value: found.data, version: found.etag };
      // Netlify’s emulator tells the ETag in its lists alone. It is asked for first: a version older than the value can only be refused.
      const version = await versionListed(key);
      const value: unknown = await blobs.get(key, { type: 'json' });
      return version === undefined || value === null ? undefined : { value, version };
    },
    async write(key, value, version) {
      const { modified, etag } = await blobs.setJSON(
        key,
        value,
        version === undefined ? { onlyIfNew: true } : { onlyIfMatch: version },
      );
      // Blobs (11.1) takes every answer to such a write but 412 for a success, “500” too; only one that was written has an ETag.
      if (modified && !etag) throw new Error('Blobs did not say that it was written');
      return modified;
    },
    remove: (key) => blobs.delete(key),
    keys: async (prefix) => (await blobs.list({ prefix })).blobs.map(({ key }) => key),
  };
}
