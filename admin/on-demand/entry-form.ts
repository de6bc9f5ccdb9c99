/**
 * Decap’s form of an entry, with every widget that a field can ask for and every block behind the editor’s “+”. Nobody needs them to sign in, or to find
 * an entry in a list. A kind of field with a new widget needs its line here.
 */
import Editor from 'decap-cms-core/dist/esm/components/Editor/Editor.js';
import booleanWidget from 'decap-cms-widget-boolean';
import fileWidget from 'decap-cms-widget-file';
import listWidget from 'decap-cms-widget-list';
import objectWidget from 'decap-cms-widget-object';
import selectWidget from 'decap-cms-widget-select';
import stringWidget from 'decap-cms-widget-string';
import textOfLinesWidget from 'decap-cms-widget-text';
import { blocks } from '../../src/blocks/blocks.ts';
import { dayWidget, poundsWidget, wholeNumberWidget } from '../as-typed.ts';
import { blockEditor } from '../block-editor.ts';
import CMS from '../decap.ts';
import { titleFields } from '../forms.ts';
import { pictureWidget } from '../picture-widget.ts';
import { referenceWidget } from '../reference-widget.ts';
import './no-code-made.ts';
import { textWidget } from '../text-widget.ts';

for (const { Widget } of [
  booleanWidget,
  fileWidget,
  listWidget,
  objectWidget,
  selectWidget,
  stringWidget,
  textOfLinesWidget,
])
  CMS.registerWidget(Widget() as never);
for (const widget of [dayWidget, pictureWidget, poundsWidget, referenceWidget, textWidget, wholeNumberWidget])
  CMS.registerWidget(widget as never);

// The text editor takes it for granted. As it comes, it brings a program for writing code; nobody writes code here, and a plain field will do.
CMS.registerEditorComponent({
  id: 'code-block',
  label: 'Text shown as typed',
  type: 'code-block',
  fields: [{ name: 'code', label: 'Text', widget: 'text' }],
} as never);
const how = { titles: titleFields, isLight: Boolean(import.meta.env.IS_LIGHT_CMS) };
for (const block of blocks) CMS.registerEditorComponent(blockEditor(block, how));

export default Editor;
