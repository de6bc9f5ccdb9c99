/**
 * Decap, put together from its own packages: its core, the widgets that the contract can ask for, and English. `decap-cms-app` brings
 * every backend, language and widget there is, twice the weight. A kind of field with a new widget needs its line here.
 */
import { DecapCmsCore as CMS } from 'decap-cms-core';
import { en } from 'decap-cms-locales';
import booleanWidget from 'decap-cms-widget-boolean';
import fileWidget from 'decap-cms-widget-file';
import listWidget from 'decap-cms-widget-list';
import objectWidget from 'decap-cms-widget-object';
import selectWidget from 'decap-cms-widget-select';
import stringWidget from 'decap-cms-widget-string';
import textWidget from 'decap-cms-widget-text';

for (const { Widget } of [booleanWidget, fileWidget, listWidget, objectWidget, selectWidget, stringWidget, textWidget])
  CMS.registerWidget(Widget() as never);
// The text editor takes it for granted. As it comes, it brings a program for writing code; nobody writes code here, and a plain field will do.
CMS.registerEditorComponent({
  id: 'code-block',
  label: 'Text shown as typed',
  type: 'code-block',
  fields: [{ name: 'code', label: 'Text', widget: 'text' }],
} as never);
CMS.registerLocale('en', en);

export default CMS;
