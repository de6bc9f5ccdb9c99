/** Deletes no entry that another names: the build would stop, and only whoever looks after the site would hear of it. */
import type { BackendClass } from './second-save.ts';

/** The same backend, which says what names an entry, and does not delete it then. */
export const withNamedKept = (Plain: BackendClass): BackendClass =>
  class extends Plain {
    override async deleteFiles(paths: readonly string[], message: string) {
      const { refuseIfNamed } = await import('./on-demand/what-names.ts');
      await refuseIfNamed(this, paths);
      return super.deleteFiles(paths, message);
    }
  };
