/**
 * A block among the words in the editor. Buttons under it move it past what stands above or below, and take it away: by mouse, key or thumb. It stands in the
 * place of Decap’s own (3.19), which a thumb could not move; where no key, and a click only by luck, made room under the last; which could stand in a list,
 * where no page reads it; and which took the whole editor away when it was the only one and was deleted.
 */
import BlockForm from 'decap-cms-widget-richtext/dist/esm/RichtextControl/components/Element/ShortcodeElement.js';
import decaps, {
  type BlockPath,
  type Deleting,
  type TextEditor,
} from 'decap-cms-widget-richtext/dist/esm/RichtextControl/plugins/ShortcodePlugin.js';
import { createElement, type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
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

/** The block that the cursor is on. */
const blockUnderCursor = (editor: TextEditor) => {
  const [on, path] = editor.api.void() ?? [];
  return on?.type === 'shortcode' ? path : undefined;
};

/** The block that the cursor is on, or at the edge of the words beside it: above them, or below. */
function blockBeside(editor: TextEditor, by: 1 | -1): BlockPath | undefined {
  const point = editor.selection?.anchor;
  if (!point || !editor.api.isCollapsed()) return undefined;
  const words = point.path.slice(0, 1);
  const isAtEdge = by < 0 ? editor.api.isStart(point, words) : editor.api.isEnd(point, words);
  const beside = placeFrom(words, by);
  return isAtEdge && editor.api.node(beside)?.[0].type === 'shortcode' ? beside : undefined;
}

/** The button to which a key has led that was to delete something else. */
let ledTo: HTMLElement | null | undefined;

/** A key that would delete a block leads to its button for that: it is much work to lose by one key too many. */
const leadToRemove =
  (editor: TextEditor, plain: Deleting, by: 1 | -1): Deleting =>
  (unit) => {
    const block = blockUnderCursor(editor) ?? blockBeside(editor, by);
    const [node] = (block && editor.api.node(block)) ?? [];
    if (!node) return plain(unit);
    ledTo = editor.api.toDOMNode(node)?.querySelector<HTMLElement>('.block-buttons button:last-child');
    ledTo?.focus();
    ledTo?.addEventListener('blur', () => (ledTo = undefined), { once: true });
  };

/** The letter that a key writes, `''` for any other key. */
const letterOf = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string =>
  [...key].length === 1 && !ctrlKey && !metaKey && !altKey ? key : '';

/** The words have the focus at once. Slate gives it late while something changes, and a letter typed meanwhile would be nowhere. */
const focusWords = (editor: TextEditor) => editor.api.toDOMNode(editor)?.focus({ preventScroll: true });

/** Whether “+” has put in a block that has not been drawn yet: the cursor goes into it. */
let isPutIn = false;

/** What undoing and redoing has put into blocks. */
const putBack = new WeakSet<object>();
let isPuttingBack = false;
const puttingBack = (plain: () => void) => () => {
  isPuttingBack = true;
  try {
    plain();
  } finally {
    isPuttingBack = false;
  }
};

/** A number that is another when a block has to be drawn anew: Decap’s form keeps what it was given first, and would not show what was undone. */
function useTimesPutBack({ data }: SlateNode): number {
  const shown = useRef({ data, times: 0 });
  if (data !== shown.current.data)
    shown.current = { data, times: shown.current.times + (data && putBack.has(data) ? 1 : 0) };
  return shown.current.times;
}

function BlockInText(props: BlockProps) {
  const { editor, element, children } = props;
  const timesPutBack = useTimesPutBack(element);
  const label = blocks.find(({ name }) => name === element.data?.shortcode)?.label;

  /** One place further, if there is one; the button keeps the focus, which is lost by what is moved in a page. */
  const move = (by: 1 | -1) => (path: BlockPath, button: HTMLElement) => {
    const to = placeFrom(path, by);
    if (editor.api.node(to)) editor.tf.moveNodes({ at: path, to });
    requestAnimationFrame(() => button.focus());
  };
  const remove = (path: BlockPath) => {
    editor.tf.select(path);
    focusWords(editor);
    editor.tf.removeNodes({ at: path });
  };
  /** Whoever types on with a button in focus writes on. Space presses it, but not where a key led to it unasked. */
  const typeOn = (event: KeyboardEvent) => {
    const letter = letterOf(event);
    const path = editor.api.findPath(element);
    if (letter === '' || (letter === ' ' && event.target !== ledTo) || !path) return;
    event.preventDefault();
    event.stopPropagation();
    focusWords(editor);
    if (!editor.selection || blockUnderCursor(editor)) makeRoom(editor, placeFrom(path, 1));
    editor.tf.insertText(letter);
  };
  useEffect(() => {
    if (!isPutIn || !element.data?.shortcodeNew) return;
    isPutIn = false;
    // The menu takes the focus back for its button first.
    requestAnimationFrame(() =>
      editor.api
        .toDOMNode(element)
        ?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button:not([data-testid=expand-button])')
        ?.focus(),
    );
  }, [editor, element]);
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
    { ...props, key: timesPutBack },
    createElement('div', { className: 'block-buttons', onKeyDown: typeOn }, buttons),
    children,
  );
}

export default decaps
  .extend({
    node: { component: BlockInText },
    handlers: {
      onKeyDown: ({ editor, event }) => {
        const path = blockUnderCursor(editor);
        const letter = letterOf(event);
        // The fields of a block have the key to themselves.
        if ((event.key !== 'Enter' && letter === '') || event.target !== event.currentTarget || !path) return;
        // A block has no place for words of its own: they go below it, and not nowhere.
        makeRoom(editor, placeFrom(path, 1));
        if (letter !== '') editor.tf.insertText(letter);
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
  .overrideEditor(({ editor, tf: { apply, deleteBackward, deleteForward, normalizeNode, redo, undo } }) => ({
    transforms: {
      undo: puttingBack(undo),
      redo: puttingBack(redo),
      apply: (operation) => {
        const { type, node, newProperties } = operation;
        if (isPuttingBack && newProperties?.data) putBack.add(newProperties.data);
        if (type === 'insert_node' && !isPuttingBack && node?.data?.shortcodeNew) isPutIn = true;
        apply(operation);
      },
      deleteBackward: leadToRemove(editor, deleteBackward, -1),
      deleteForward: leadToRemove(editor, deleteForward, 1),
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
