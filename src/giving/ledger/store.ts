/** Where small documents are kept, and changed only as they were read: nobody writes over what somebody else has written since. */

export interface Store {
  /** What stands under a key, and its version, which no other writing of it has ever had; `undefined` when nothing does. */
  read(key: string): Promise<{ readonly value: unknown; readonly version: string } | undefined>;
  /**
   * Writes it if what stands there is still of that version; for `undefined`, if nothing stands there yet. Says whether it did, and rejects
   * when that is not known: then it may have been written, or not.
   */
  write(key: string, value: unknown, version: string | undefined): Promise<boolean>;
  remove(key: string): Promise<void>;
  /** Every key that begins so, in no particular order. */
  keys(prefix: string): Promise<readonly string[]>;
}
