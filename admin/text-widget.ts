/**
 * The widget for a text: Decap’s own, which comes when it is first needed, gets what is pasted made clean, and whose first word is not taken for
 * a change. It reads the text as it opens and writes it anew, with other blank ends or other marks that mean the same; Decap would then say
 * “Unsaved changes” of what nobody has touched, and take “Publish” away.
 */
import { type ClipboardEvent, Component, createElement, createRef } from 'react';
import { blocks } from '../src/blocks/blocks.ts';
import Editor from './on-demand/text-editor.ts';
import { cleanPasted } from './pasted.ts';

interface TextProps {
  readonly value?: string;
  readonly onChange: (text: string, ...more: readonly unknown[]) => void;
  /** Decap’s map of what “+” offers, in no order past the eighth. */
  readonly getEditorComponents: () => { sortBy(place: (component: { readonly id: string }) => number): unknown };
}

class TextControl extends Component<TextProps> {
  readonly #editor = createRef<{ focus(): void }>();
  #touched = false;

  focus() {
    this.#editor.current?.focus();
  }

  readonly #touch = () => {
    this.#touched = true;
  };

  readonly #change: TextProps['onChange'] = (text, ...more) => {
    if (this.#touched && text.trim() !== (this.props.value ?? '').trim()) this.props.onChange(text, ...more);
  };

  readonly #inOrder = () =>
    this.props.getEditorComponents().sortBy(({ id }) => blocks.findIndex(({ name }) => name === id));

  readonly #paste = ({ nativeEvent }: ClipboardEvent) => cleanPasted(nativeEvent);

  override render() {
    return createElement(
      'div',
      {
        onFocusCapture: this.#touch,
        onPointerDownCapture: this.#touch,
        onDropCapture: this.#touch,
        onPasteCapture: this.#paste,
      },
      createElement(Editor, {
        ...this.props,
        ref: this.#editor,
        onChange: this.#change,
        getEditorComponents: this.#inOrder,
      }),
    );
  }
}

export const textWidget = { name: 'richtext', controlComponent: TextControl };
