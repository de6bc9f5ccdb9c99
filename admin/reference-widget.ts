/** The widget for choosing another entry. Decap names an entry in a folder of its own `clare-foundation/index`; we say `clare-foundation`. */
import relation from 'decap-cms-widget-relation';

/** Decap’s own relation control, with the folder’s name as what `{{slug}}` means. */
class ReferenceControl extends relation.controlComponent {
  constructor(props: Record<string, unknown>) {
    super(props);
    const { parseNestedFields } = this;
    this.parseNestedFields = (hit, field) =>
      field === '{{slug}}' ? hit.slug.replace(/\/index$/, '') : parseNestedFields(hit, field);
  }
}

export const referenceWidget = {
  name: 'reference',
  controlComponent: ReferenceControl,
  previewComponent: relation.previewComponent,
};
