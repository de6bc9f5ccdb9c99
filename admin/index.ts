/** Starts the CMS. */
import CMS from 'decap-cms-app';
import { blocks } from '../src/blocks/blocks.ts';
import { waysIn } from '../src/signing-in/ways-in.ts';
import { beforeSaving } from './before-saving.ts';
import { blockEditor } from './block-editor.ts';
import { decapConfig, titleFields } from './config.ts';
import { publishModeAt } from './local-server.ts';
import { referenceWidget } from './reference-widget.ts';
import { textWidget } from './text-widget.ts';

// While the site is served as it is written, Vite reloads every page when a file of content changes. The CMS changes them itself, and
// what is being typed in it must not be lost: while an entry is open, that reload never comes.
import.meta.hot?.on('vite:beforeFullReload', () =>
  /\/(entries|new)\b/.test(location.hash) ? new Promise(() => undefined) : undefined,
);

CMS.registerWidget(referenceWidget as never);
CMS.registerWidget(textWidget as never);
for (const block of blocks) CMS.registerEditorComponent(blockEditor(block, titleFields));
const english = CMS.getLocale('en');
const toast = { ...english.ui.toast, onFailToPersist: 'Not saved yet. %{details}' };
CMS.registerLocale('en', { ...english, ui: { ...english.ui, toast } });
CMS.registerEventListener({ name: 'preSave', handler: beforeSaving });
const { wayIn, repository } = document.body.dataset;
const signIn = { wayIn: waysIn.find((way) => way === wayIn) ?? 'github', repository };
CMS.init({ config: decapConfig(location.origin, signIn, await publishModeAt(location.origin)) });
