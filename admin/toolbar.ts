/**
 * Decap’s buttons above a form, without “Unpublish”. That deletes the page, and then saves as a draft the copy that this browser has: whatever comes
 * between the two, and the page is gone with no draft of it. Where a form has the box “Draft”, that takes a page off the site in one step; a funder,
 * a fund or a topic can only be deleted. And above a new one without “Publish and create new” and “Publish and duplicate”: what is written next would go over
 * the one that was just published.
 */
import EditorToolbar from 'decap-cms-core/dist/esm/components/Editor/EditorToolbar.js';
import { createElement } from 'react';

interface ToolbarProps {
  readonly isNewEntry?: boolean;
  readonly canCreateNewEntry?: boolean;
  readonly collection: { set(name: 'delete', value: false): unknown };
}

/** Decap asks the collection whether it may be unpublished, and is told apart from it whether it may be deleted. */
const Toolbar = (properties: ToolbarProps) =>
  createElement(EditorToolbar, {
    ...properties,
    ...(properties.isNewEntry ? { canCreateNewEntry: false } : {}),
    collection: properties.collection.set('delete', false),
  } as object);

export default Toolbar;
