/**
 * Decap’s buttons above a form, without “Unpublish”. That deletes the page, and then saves as a draft the copy that this browser has: whatever comes
 * between the two, and the page is gone with no draft of it. Where a form has the box “Draft”, that takes a page off the site in one step; a funder,
 * a fund or a topic can only be deleted.
 */
import EditorToolbar from 'decap-cms-core/dist/esm/components/Editor/EditorToolbar.js';
import { createElement } from 'react';

interface ToolbarProps {
  readonly collection: { set(name: 'delete', value: false): unknown };
}

/** Decap asks the collection whether it may be unpublished, and is told apart from it whether it may be deleted. */
const Toolbar = (properties: ToolbarProps) =>
  createElement(EditorToolbar, { ...properties, collection: properties.collection.set('delete', false) } as object);

export default Toolbar;
