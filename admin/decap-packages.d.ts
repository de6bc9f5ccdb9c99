/** What we use of Decap’s packages that come without types. */
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
  import type { BackendClass } from './second-save.ts';

  export const GitHubBackend: BackendClass;
}

declare module 'decap-cms-backend-proxy' {
  import type { BackendClass } from './second-save.ts';

  export const ProxyBackend: BackendClass;
}

declare module 'decap-cms-locales' {
  export const en: object;
}

declare module 'decap-cms-core/dist/esm/components/*' {
  import type { ComponentType } from 'react';

  const component: ComponentType;
  export default component;
}

declare module 'decap-cms-widget-richtext/dist/esm/serializers/slateRemark.js' {
  import type { MarkdownNode, SlateNode } from './markdown.ts';

  export default function slateToRemark(
    nodes: readonly SlateNode[],
    options: { readonly voidCodeBlock?: boolean },
  ): { readonly children: readonly MarkdownNode[] };
}

declare module 'decap-cms-widget-richtext/dist/esm/serializers/remarkSlate.js' {
  import type { MarkdownNode, SlateNode } from './markdown.ts';

  export default function remarkToSlate(options: {
    readonly voidCodeBlock: boolean | undefined;
  }): (tree: MarkdownNode) => { readonly children: readonly SlateNode[] };
}

declare module 'decap-cms-widget-richtext/dist/esm/serializers/remarkSquashReferences.js' {
  import type { MarkdownNode } from './markdown.ts';

  export default function squashReferences(): (tree: MarkdownNode) => MarkdownNode;
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
