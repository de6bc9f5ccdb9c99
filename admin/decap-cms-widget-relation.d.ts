/** What we use of Decap’s relation widget, which comes without types. */
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
