/** Deletes no entry that another names, and no picture or file that is in use: the build would stop, and only whoever looks after the site would hear of it. */
import type { BackendClass } from './second-save.ts';

/** The same backend, which says what names an entry or uses a file, and does not delete it then. */
export const withNamedKept = (Plain: BackendClass): BackendClass =>
  class extends Plain {
    override async deleteFiles(paths: readonly string[], message: string) {
      const { refuseIfNamed } = await import('./on-demand/what-names.ts');
      // Looked at by the plain backend: what is read here, nobody has seen.
      const asItStands = {
        getEntry: (path: string) => super.getEntry(path),
        entriesByFolder: (...folder: Parameters<typeof this.entriesByFolder>) =>
          super.allEntriesByFolder?.(...folder) ?? super.entriesByFolder(...folder),
      };
      await refuseIfNamed(asItStands, paths);
      return super.deleteFiles(paths, message);
    }
  };
