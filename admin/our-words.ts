/** Decap’s English, with our words where its own would not help. */
import { signInHasRunOut } from './renewed-sign-in.ts';

type Phrases = { readonly [name: string]: Phrases } & Readonly<Record<string, unknown>>;

/** The same phrases, some of them as we say them. */
export function inOurWords(english: Phrases): object {
  const { collection, editor, ui } = english;
  return {
    ...english,
    // Not every font has the wide plus that Decap comes with.
    collection: { ...collection, collectionTop: { ...collection?.collectionTop, newButton: '+ %{collectionLabel}' } },
    editor: {
      ...editor,
      editor: {
        ...editor?.editor,
        confirmLoadBackup:
          'What you wrote here last time was not saved, but is kept in this browser. Go on with it? If you cancel, it is dropped.',
        onDeletePublishedEntry: 'Delete what you have open here? Readers will no longer find it on the site.',
        onDeleteWithUnsavedChanges:
          'Delete what you have open here, and the changes that you have not saved? Readers will no longer find it on the site.',
      },
      editorControlPane: {
        ...editor?.editorControlPane,
        widget: { ...editor?.editorControlPane?.widget, regexPattern: '%{fieldLabel} %{pattern}.' },
      },
    },
    ui: {
      ...ui,
      toast: {
        ...ui?.toast,
        onFailToPersist: 'Not saved yet. %{details}',
        onFailToDelete: 'Not deleted. %{details}',
        onFailToPublishEntry: 'Not published. %{details}',
        onLoggedOut: signInHasRunOut,
      },
    },
  };
}
