/**
 * A block among the words in the editor. Buttons under it move it past what stands above or below, and take it away: by mouse, key or thumb. It stands in the
 * place of Decap’s own (3.19), which a thumb could not move; where no key, and a click only by luck, made room under the last; which could stand in a list,
 * where no page reads it; and which took the whole editor away when it was the only one and was deleted.
 */
import BlockForm from 'decap-cms-widget-richtext/dist/esm/RichtextControl/components/Element/ShortcodeElement.js';
import decaps, {
  type BlockPath,
  type TextEditor,
} from 'decap-cms-widget-richtext/dist/esm/RichtextControl/plugins/ShortcodePlugin.js';
import { createElement, type MouseEvent, type ReactNode } from 'react';
import { blocks } from '../src/blocks/blocks.ts';
import type { SlateNode } from './markdown.ts';

interface BlockProps {
  readonly editor: TextEditor;
  readonly element: SlateNode;
  readonly children: ReactNode;
}

/** The place that is `by` places further down. */
const placeFrom = (path: BlockPath, by: number): BlockPath => [...path.slice(0, -1), (path.at(-1) ?? 0) + by];

/** An empty line at a place, with the cursor in it. */
const makeRoom = (editor: TextEditor, at: BlockPath) =>
  editor.tf.insertNodes({ type: 'p', children: [{ text: '' }] }, { at, select: true });

function BlockInText(props: BlockProps) {
  const { editor, element, children } = props;
  const label = blocks.find(({ name }) => name === element.data?.shortcode)?.label;

  /** One place further, if there is one; the button keeps the focus, which is lost by what is moved in a page. */
  const move = (by: 1 | -1) => (path: BlockPath, button: HTMLElement) => {
    const to = placeFrom(path, by);
    if (editor.api.node(to)) editor.tf.moveNodes({ at: path, to });
    requestAnimationFrame(() => button.focus());
  };
  const remove = (path: BlockPath) => {
    editor.tf.removeNodes({ at: path });
    editor.tf.focus();
  };
  const buttons = Object.entries({ 'Move up': move(-1), 'Move down': move(1), Remove: remove }).map(([words, press]) =>
    createElement(
      'button',
      {
        key: words,
        type: 'button',
        'aria-label': `${words}: ${label}`,
        onClick: ({ currentTarget }: MouseEvent<HTMLElement>) => {
          const path = editor.api.findPath(element);
          if (path) press(path, currentTarget);
        },
      },
      words,
    ),
  );
  return createElement(
    BlockForm,
    { ...props },
    createElement('div', { className: 'block-buttons' }, buttons),
    children,
  );
}

export default decaps
  .extend({
    node: { component: BlockInText },
    handlers: {
      onKeyDown: ({ editor, event }) => {
        const [on, path] = editor.api.void() ?? [];
        // The fields of a block have the key to themselves.
        if (event.key !== 'Enter' || event.target !== event.currentTarget || on?.type !== 'shortcode' || !path) return;
        makeRoom(editor, placeFrom(path, 1));
        event.preventDefault();
      },
      // Decap makes room under a block where the cursor is: so it goes there first.
      onMouseDown: ({ editor, event }) => {
        const { target } = event;
        const place = target instanceof HTMLElement && !target.closest('[contenteditable=false]') ? target : null;
        const block = place?.closest('[data-slate-void]');
        const path = block && editor.api.findPath(editor.api.toSlateNode(block));
        if (path) editor.tf.select(path);
      },
    },
  })
  .overrideEditor(({ editor, tf: { normalizeNode } }) => ({
    transforms: {
      normalizeNode: (entry, options) => {
        const [node, path] = entry;
        // Without the only block, a text would have no line, and the editor would be gone.
        if (editor.children.length === 0) makeRoom(editor, [0]);
        // A block stands by itself: one that comes into a list or a quotation goes below it, or its file could not be read.
        else if (node.type === 'shortcode' && path.length > 1)
          editor.tf.moveNodes({ at: path, to: placeFrom(path.slice(0, 1), 1) });
        else normalizeNode(entry, options);
      },
    },
  }));
