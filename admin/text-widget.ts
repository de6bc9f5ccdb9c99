/**
 * The widget for a text: Decap’s own, whose first word is not taken for a change. It reads the text as it opens and writes it anew, with other blank
 * ends or other marks that mean the same; Decap would then say “Unsaved changes” of what nobody has touched, and take “Publish” away.
 */
import richtext from 'decap-cms-widget-richtext';
import { Component, createElement, createRef } from 'react';

interface TextProps {
  readonly value?: string;
  readonly onChange: (text: string, ...more: readonly unknown[]) => void;
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

  override render() {
    return createElement(
      'div',
      { onFocusCapture: this.#touch, onPointerDownCapture: this.#touch, onDropCapture: this.#touch },
      createElement(richtext.controlComponent, { ...this.props, ref: this.#editor, onChange: this.#change }),
    );
  }
}

export const textWidget = {
  name: 'richtext',
  controlComponent: TextControl,
  previewComponent: richtext.previewComponent,
};
