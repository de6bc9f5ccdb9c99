/** The part of Decap's widget for rich text that ours is built on. It has no types of its own. */
declare module 'decap-cms-widget-richtext' {
  import type { ComponentType, RefAttributes } from 'react';

  const richtext: {
    readonly controlComponent: ComponentType<Record<string, unknown> & RefAttributes<{ focus(): void }>>;
    readonly previewComponent: unknown;
  };
  export default richtext;
}
