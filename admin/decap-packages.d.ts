/** What we use of Decap’s packages that come without types. Our own types are named by `import()`: a relative `import` in such a place is `any`, unsaid. */
declare module 'decap-cms-widget-*' {
  const widget: { readonly Widget: () => unknown };
  export default widget;
}

declare module 'decap-cms-widget-image' {
  import type { Component, ReactElement } from 'react';

  interface FileProps {
    readonly value?: unknown;
    readonly field: unknown;
    readonly isLoadingAsset?: boolean;
    readonly getAsset: (name: string, field: unknown) => { readonly path: string };
  }
  class ImageControl extends Component<FileProps> {
    renderImages: () => ReactElement;
    shouldComponentUpdate(next: FileProps): boolean;
  }
  const widget: { readonly controlComponent: typeof ImageControl; readonly Widget: () => object };
  export default widget;
}

declare module 'decap-cms-widget-relation' {
  import type { Component, ComponentType } from 'react';

  interface Hit {
    readonly slug: string;
    readonly path: string;
    readonly data: Readonly<Record<string, unknown>>;
  }
  class RelationControl extends Component<Record<string, unknown>> {
    parseNestedFields: (hit: Hit, field: string) => unknown;
  }
  const widget: { controlComponent: typeof RelationControl; previewComponent: ComponentType };
  export default widget;
}

declare module 'decap-cms-backend-git-gateway' {
  interface AuthClient {
    login(email: string, password: string, remember: boolean): Promise<unknown>;
  }
  export const GitGatewayBackend: new (
    config: object,
    options: object,
  ) => import('./second-save.ts').Backend & { getAuthClient(): Promise<AuthClient> };
}

declare module 'decap-cms-backend-github' {
  export const GitHubBackend: new (
    config: object,
    options: object,
  ) => import('./second-save.ts').Backend & {
    _currentUserPromise?: Promise<object> | undefined;
    readonly api: API;
  };
  export class API {
    readonly originRepoURL: string;
    readFile(path: string, id: null, where: { readonly repoURL: string }): Promise<string>;
    createPR(title: string, branch: string): Promise<object>;
    getPullRequests(branch: string, state: 'open', isMeant: (pull: object) => boolean): Promise<object[]>;
  }
}

declare module 'decap-cms-backend-proxy' {
  export const ProxyBackend: import('./second-save.ts').BackendClass;
}

declare module 'decap-cms-locales' {
  export const en: object;
}

declare module 'decap-cms-core/dist/esm/backend.js' {
  type CollectionMap = { get(name: 'name'): string };

  /** Decap’s own part of a backend, which is the same for each. */
  export class Backend {
    getLocalDraftBackup(
      collection: CollectionMap,
      slug: string | undefined,
    ): Promise<{ readonly entry?: { readonly path: string } }>;
    persistLocalDraftBackup(entry: { get(name: 'slug' | 'path'): string }, collection: CollectionMap): Promise<unknown>;
    /** Of a new entry, with `false`. */
    deleteLocalDraftBackup(collection: CollectionMap, slug: string | false): Promise<unknown>;
  }
}

declare module 'decap-cms-core/dist/esm/reducers/collections.js' {
  export const selectEntryCollectionTitle: unknown;
}

declare module 'decap-cms-core/dist/esm/reducers/combinedReducer.js' {
  import type { Reducer } from 'decap-cms-core/dist/esm/redux/index.js';

  export default function createReducer(): Reducer;
}

declare module 'decap-cms-core/dist/esm/redux/index.js' {
  /** What happens in Decap. */
  interface Action {
    readonly type: string;
    readonly payload?: unknown;
  }

  interface Draft {
    get(name: 'slug'): string | undefined;
    get(name: 'newRecord' | 'isModification'): boolean;
  }

  interface MediaFile {
    get(name: 'draft' | 'path'): unknown;
    set(name: 'path', value: string): MediaFile;
  }

  /** The files beside an entry; as drafts, those that were chosen in the form and are not saved yet. */
  export interface MediaFiles {
    concat(more: MediaFiles | undefined): MediaFiles;
    filter(is: (file: MediaFile) => boolean): MediaFiles;
    includes(file: MediaFile): boolean;
    map(change: (file: MediaFile) => MediaFile): MediaFiles;
  }

  /** What is in the form, and how it stands with that. */
  interface EntryDraft {
    get(name: 'entry'): Draft | undefined;
    get(name: 'key'): string;
    getIn(path: readonly ['entry', 'data']): { equals(other: unknown): boolean } | undefined;
    getIn(path: readonly ['entry', 'slug']): string | undefined;
    getIn(path: readonly ['entry', 'isPersisting']): boolean | undefined;
    getIn(path: readonly ['entry', 'mediaFiles']): MediaFiles | undefined;
    set(name: 'key' | 'hasChanged', value: unknown): EntryDraft;
    setIn(path: readonly ['entry', 'data' | 'isPersisting' | 'mediaFiles' | 'newRecord'], value: unknown): EntryDraft;
    deleteIn(path: readonly ['entry', 'isPersisting']): EntryDraft;
  }

  interface State {
    readonly entryDraft: EntryDraft;
  }

  /** Makes of what Decap knows, and of what happens, what it knows next. At its start it knows nothing. */
  export type Reducer = (state: State | undefined, action: Action) => State;

  /** All that Decap knows while it runs. */
  export const store: {
    dispatch(action: Action): void;
    getState(): State;
    replaceReducer(reducer: Reducer): void;
    /** Gives what ends it. */
    subscribe(hear: () => void): () => void;
  };
}

declare module 'decap-cms-core/dist/esm/components/*' {
  import type { ComponentType } from 'react';

  const component: ComponentType;
  export default component;
}

declare module 'decap-cms-widget-richtext/dist/esm/serializers/slateRemark.js' {
  type MarkdownNode = import('../src/blocks/write-text.ts').MarkdownNode;
  type SlateNode = import('./markdown.ts').SlateNode;

  export default function slateToRemark(
    nodes: readonly SlateNode[],
    options: { readonly voidCodeBlock?: boolean },
  ): { readonly children: readonly MarkdownNode[] };
}

declare module 'decap-cms-widget-richtext/dist/esm/serializers/remarkSlate.js' {
  type MarkdownNode = import('../src/blocks/write-text.ts').MarkdownNode;
  type SlateNode = import('./markdown.ts').SlateNode;

  export default function remarkToSlate(options: {
    readonly voidCodeBlock: boolean | undefined;
  }): (tree: MarkdownNode) => { readonly children: readonly SlateNode[] };
}

declare module 'decap-cms-widget-richtext/dist/esm/serializers/remarkSquashReferences.js' {
  type MarkdownNode = import('../src/blocks/write-text.ts').MarkdownNode;

  export default function squashReferences(): (tree: object) => MarkdownNode;
}

declare module 'decap-cms-widget-richtext/dist/esm/RichtextControl/plugins/ShortcodePlugin.js' {
  import type { ComponentType, KeyboardEvent, MouseEvent } from 'react';

  type SlateNode = import('./markdown.ts').SlateNode;

  /** Where a node stands: in the text, in what stands there, and so on inwards. */
  export type BlockPath = readonly number[];

  /** A place between two letters. */
  interface Point {
    readonly path: BlockPath;
  }

  export type Deleting = (unit: 'character' | 'word' | 'line' | 'block') => void;

  /** What is asked here of the editor: https://platejs.org/docs/api/slate */
  export interface TextEditor {
    readonly children: readonly SlateNode[];
    readonly selection: { readonly anchor: Point } | null;
    readonly api: {
      findPath(node: SlateNode | undefined): BlockPath | undefined;
      isCollapsed(): boolean;
      isEnd(point: Point, of: BlockPath): boolean;
      isStart(point: Point, of: BlockPath): boolean;
      node(path: BlockPath): readonly [SlateNode, BlockPath] | undefined;
      toDOMNode(node: SlateNode | TextEditor): HTMLElement | undefined;
      toSlateNode(element: Element): SlateNode | undefined;
      /** The block that the cursor is on. */
      void(): readonly [SlateNode, BlockPath] | undefined;
    };
    readonly tf: {
      insertText(words: string): void;
      insertNodes(node: SlateNode, where: { readonly at: BlockPath; readonly select: boolean }): void;
      moveNodes(way: { readonly at: BlockPath; readonly to: BlockPath }): void;
      removeNodes(where: { readonly at: BlockPath }): void;
      select(path: BlockPath): void;
    };
  }

  interface Transforms {
    /** Does one small thing of which every change is made. */
    apply(operation: { readonly type: string; readonly newProperties?: SlateNode; readonly node?: SlateNode }): void;
    undo(): void;
    redo(): void;
    deleteBackward: Deleting;
    deleteForward: Deleting;
    /** Puts right what stands at a place, after a change. */
    normalizeNode(entry: readonly [SlateNode, BlockPath], options?: object): void;
  }

  interface Plugin {
    extend(more: {
      readonly node: { readonly component: ComponentType<never> };
      readonly handlers: {
        onKeyDown(given: { readonly editor: TextEditor; readonly event: KeyboardEvent }): void;
        onMouseDown(given: { readonly editor: TextEditor; readonly event: MouseEvent }): void;
      };
    }): Plugin;
    overrideEditor(
      instead: (given: { readonly editor: TextEditor; readonly tf: Transforms }) => {
        readonly transforms: Transforms;
      },
    ): Plugin;
  }

  const plugin: Plugin;
  export default plugin;
}

declare module 'decap-cms-widget-richtext/dist/esm/*' {
  import type { ComponentType, RefAttributes } from 'react';

  const component: ComponentType<Record<string, unknown> & RefAttributes<{ focus(): void }>>;
  export default component;
}

declare module 'lodash-es' {
  export const flow: unknown;
  export const fromPairs: unknown;
}
