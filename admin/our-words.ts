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
        onLoggedOut: signInHasRunOut,
      },
    },
  };
}
