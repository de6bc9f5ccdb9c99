/** Starts the CMS. */
import createReducer from 'decap-cms-core/dist/esm/reducers/combinedReducer.js';
import { store } from 'decap-cms-core/dist/esm/redux/index.js';
import { waysIn } from '../src/signing-in/ways-in.ts';
import { type TakenNames, withCleanName } from './clean-name.ts';
import { backendAt, decapConfig } from './config.ts';
import CMS from './decap.ts';
import { withDraftAskedFor } from './draft-asked-for.ts';
import { withoutOldAddresses } from './duplicated.ts';
import { forms } from './forms.ts';
import { publishModeAt } from './local-server.ts';
import { withNamedKept } from './named-kept.ts';
import type { HearsBeforeSaving } from './on-demand/before-saving.ts';
import { loadForm } from './on-demand/form.ts';
import { onDemand } from './on-demand/on-demand.ts';
import { loadTextEditor } from './on-demand/text-editor.ts';
import { inOurWords } from './our-words.ts';
import { makePhotosFit } from './photos.ts';
import { withSignInRenewed } from './renewed-sign-in.ts';
import { type BackendClass, withSecondSaveTold } from './second-save.ts';
import { keepingTyped } from './typed-while-saving.ts';
import './unsaved-words.ts';

// While the site is served as it is written, Vite reloads every page when a file of content changes. The CMS changes them itself, and
// what is being typed in it must not be lost: while an entry is open, that reload never comes.
import.meta.hot?.on('vite:beforeFullReload', () =>
  /\/(entries|new)\b/.test(location.hash) ? new Promise(() => undefined) : undefined,
);

/** Decap’s backends, of which only the one that this origin uses is loaded. */
const backends: Readonly<Record<string, () => Promise<{ readonly backend: BackendClass }>>> = {
  proxy: () => import('./backends/proxy.ts'),
  github: () => import('./backends/github.ts'),
  'git-gateway': () => import('./backends/git-gateway.ts'),
};

const refusedField = () => import('./on-demand/refused-field.ts');
const savingChecks = () => import('./on-demand/before-saving.ts');

const { wayIn, repository, taken = '{}' } = document.body.dataset;
const signIn = { wayIn: waysIn.find((way) => way === wayIn) ?? 'github', repository };
const { name } = backendAt(location.origin, signIn);
// Both are on their way while the forms are made.
const underWay = Promise.all([backends[name]?.(), publishModeAt(location.origin)]);

makePhotosFit();
store.replaceReducer(keepingTyped(withoutOldAddresses(createReducer())));
const previewPane = onDemand(() => import('./preview/preview-pane.ts'));
for (const { name } of forms.flatMap(({ files, name }) => files ?? [{ name }]))
  CMS.registerPreviewTemplate(name, previewPane as never);
CMS.registerLocale('en', inOurWords(CMS.getLocale('en')));
CMS.registerEventListener({
  name: 'preSave',
  handler: (async (...heard) => {
    const { beforeSaving } = await savingChecks();
    return beforeSaving(async (...refused) => (await refusedField()).leadToRefused(...refused))(...heard);
  }) as HearsBeforeSaving as never,
});

// Nobody waits for Decap’s saving: it fails with no reason where a field is refused.
addEventListener('unhandledrejection', async ({ reason }) => {
  if (reason === undefined) (await refusedField()).leadToWhatDecapRefuses();
});

const [loaded, publishMode] = await underWay;
if (loaded) {
  const backend = withDraftAskedFor(withSecondSaveTold(withSignInRenewed(withNamedKept(loaded.backend))));
  const named = withCleanName(backend, JSON.parse(taken) as TakenNames, async (...refused) =>
    (await refusedField()).leadToRefused(...refused),
  );
  CMS.registerBackend(name, named as never);
}
// Whole, Decap has its own form, and never asks for ours.
if (!import.meta.env.IS_LIGHT_CMS) await import('./on-demand/entry-form.ts');
CMS.init({ config: decapConfig(location.origin, signIn, publishMode) });

// The form, the text editor and what looks over an entry come while the person signs in.
for (const touched of ['pointerdown', 'keydown'])
  addEventListener(touched, () => void Promise.all([loadForm(), loadTextEditor(), savingChecks()]), { once: true });
