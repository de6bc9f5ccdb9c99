/** The preview beside the form: the page as readers will have it, drawn anew as one types, on a phone or on a computer. */
import type { ImageMetadata } from 'astro';
import { Component, createElement, createRef } from 'react';
import { download } from '../../src/blocks/download.ts';
import { readText } from '../../src/blocks/text.ts';
import { whyKeptBack } from '../../src/consent.ts';
import { dayNow } from '../../src/dates.ts';
import { picturesIn } from '../../src/proofreading/pictures.ts';
import { collections, settings } from '../../src/schema/contract.ts';
import { loadTextEditor } from '../text-widget.ts';
import type { Hand, Published } from './in-hand/hand.ts';
import type { drawPage } from './pages.ts';
import { previewProgram, previewStyles } from './program.ts';
import { drawable, drawableText } from './unfinished.ts';

interface PreviewProps {
  readonly entry: {
    get(name: 'collection' | 'slug' | 'path'): string;
    get(name: 'data'): { toJS(): Readonly<Record<string, unknown>> };
  };
  /** A file beside the entry; one that is still on its way is called `empty.svg`. */
  readonly getAsset: (name: string) => { readonly url: string; readonly path: string };
}

/** How wide the screens are that the page is shown on, in CSS pixels. */
const widths = { Phone: 390, Computer: 1280 } as const;
type Screen = keyof typeof widths;

let program: Promise<[{ drawPage: typeof drawPage }, styles: string]> | undefined;

/** The program that draws, and the site’s styles. When they do not arrive, they are asked for again the next time. */
function theProgram() {
  program ??= Promise.all([
    import(/* @vite-ignore */ previewProgram) as Promise<{ drawPage: typeof drawPage }>,
    fetch(previewStyles).then((answer) => answer.text()),
  ]);
  program.catch(() => {
    program = undefined;
  });
  return program;
}

const folders = new Map<string, Promise<Published>>();

function published(folder: string): Promise<Published> {
  const asked = folders.get(folder) ?? fetch(`/admin/preview/${folder}.json`).then((answer) => answer.json());
  folders.set(folder, asked);
  asked.catch(() => folders.delete(folder));
  return asked;
}

const shapes = new Map<string, Promise<ImageMetadata | undefined>>();

/** A picture with its shape, once the browser has read it; `undefined` when it cannot. */
function pictureAt(src: string, name: string): Promise<ImageMetadata | undefined> {
  const read = async () => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const format = (/\.(\w+)$/.exec(name)?.[1] ?? 'jpg').toLowerCase() as ImageMetadata['format'];
    return { src, width: image.naturalWidth, height: image.naturalHeight, format };
  };
  const known = shapes.get(src) ?? read().catch(() => undefined);
  shapes.set(src, known);
  return known;
}

const sizeAt = async (address: string) => (await (await fetch(address)).blob()).size;

/** What the page is drawn from; `undefined` when too little is filled in. */
async function handOf({ entry, getAsset }: PreviewProps): Promise<Hand | undefined> {
  const [folder, slug] = [entry.get('collection'), entry.get('slug')];
  const kind =
    folder === 'settings'
      ? settings.find(({ name }) => name === slug)
      : collections.find(({ name }) => name === folder);
  const { body = '', ...fields } = entry.get('data').toJS();
  const data = kind && drawable(kind.schema, fields);
  if (!kind || !data) return undefined;
  const text = drawableText(String(body));
  const id = folder === 'settings' ? slug : slug.replace(/\/index$/, '') || 'new';
  const files = readText(text).flatMap((piece) =>
    piece.kind === 'block' && piece.name === download.name ? [String(piece.values.file)] : [],
  );
  const assets = (names: readonly string[]) =>
    [...new Set(names)].map((name) => ({ name, ...getAsset(name) })).filter(({ path }) => path !== 'empty.svg');
  const [pictures, sizes] = await Promise.all([
    Promise.all(
      assets(picturesIn(kind.schema, data, text).map(({ file }) => file)).map(
        async ({ name, url }) => [name, await pictureAt(url, name)] as const,
      ),
    ),
    Promise.all(assets(files).map(async ({ name, url }) => [name, await sizeAt(url)] as const)),
  ]);
  return {
    entry: {
      collection: kind.name,
      id,
      filePath: folder === 'settings' ? `content/settings/${slug}.yaml` : `content/${folder}/${id}/index.md`,
      data,
    },
    text,
    pictures: new Map(pictures.filter((one): one is [string, ImageMetadata] => one[1] !== undefined)),
    sizes: new Map(sizes),
    published,
  };
}

/** Which pictures readers do not see, and why, in words for staff. */
function leftOut({ entry, text }: Hand): string {
  const kind = [...collections, ...settings].find(({ name }) => name === entry.collection);
  return (kind ? picturesIn(kind.schema, entry.data, text) : [])
    .flatMap(({ place, ...people }) => {
      const why = whyKeptBack(people, dayNow());
      return why === undefined ? [] : [`Not on the page: ${place}. Why: ${why}.`];
    })
    .join(' ');
}

/** The screen that was looked at last stays the one for the next entry. */
let screen: Screen = 'Phone';

/** How long after the last key the page is drawn anew, in milliseconds. */
const pause = 150;

export default class PreviewPane extends Component<PreviewProps> {
  readonly #frame = createRef<HTMLIFrameElement>();
  readonly #words = createRef<HTMLElement>();
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> = Promise.resolve();

  readonly #screen = createRef<HTMLElement>();
  readonly #fitting = new ResizeObserver(([pane]) => {
    const fits = Math.min(1, (pane?.contentRect.width ?? 0) / widths.Computer);
    this.#screen.current?.style.setProperty('--fits', `${fits}`);
  });

  /** On a phone it stands below the form, and costs nothing until one comes to it. */
  #isSeen = false;
  readonly #coming = new IntersectionObserver(([pane]) => {
    this.#isSeen ||= pane?.isIntersecting ?? false;
    this.#soon();
  });

  override componentDidMount() {
    if (!this.#screen.current) return;
    this.#fitting.observe(this.#screen.current);
    this.#coming.observe(this.#screen.current);
  }

  override componentDidUpdate() {
    this.#soon();
  }

  override componentWillUnmount() {
    clearTimeout(this.#waiting);
    this.#fitting.disconnect();
    this.#coming.disconnect();
  }

  readonly #soon = () => {
    clearTimeout(this.#waiting);
    if (!this.#isSeen) return;
    this.#waiting = setTimeout(() => {
      // One after another, so that what was typed last is drawn last.
      this.#underWay = this.#underWay.then(() => this.#draw());
    }, pause);
  };

  async #draw(): Promise<void> {
    try {
      // Typing comes first.
      await loadTextEditor();
      const [{ drawPage }, styles] = await theProgram();
      const hand = await handOf(this.props);
      const html = hand && (await drawPage(hand));
      this.#say(
        html ? leftOut(hand) : 'There is no page of this yet. It is shown as soon as there is something to show.',
      );
      if (html) this.#show(html, styles);
    } catch (mistake) {
      console.error(mistake);
      this.#say('The preview could not be drawn. What you have written is safe; go on, and it will try again.');
    }
  }

  #say(words: string): void {
    if (this.#words.current) this.#words.current.textContent = words;
  }

  /** Puts the page in its frame, in the place of the one before it, which stays scrolled to where it is. */
  #show(html: string, styles: string): void {
    const shown = this.#frame.current?.contentDocument;
    if (!shown) return;
    const page = new DOMParser().parseFromString(html, 'text/html');
    for (const script of page.querySelectorAll('script')) script.remove();
    if (!shown.head.querySelector('style[data-site]')) {
      const sheet = shown.createElement('style');
      sheet.dataset.site = '';
      sheet.textContent = styles;
      shown.head.append(sheet);
      // A link would lead the preview away from the page.
      shown.addEventListener('click', (event) => {
        if ((event.target as Element).closest('a, button[type="submit"]')) event.preventDefault();
      });
    }
    shown.documentElement.lang = page.documentElement.lang;
    shown.title = page.title;
    shown.body.replaceWith(shown.importNode(page.body, true));
  }

  override render() {
    const screens = Object.keys(widths) as Screen[];
    return createElement(
      'div',
      { className: 'preview' },
      createElement('style', null, look),
      createElement(
        'div',
        { className: 'bar', role: 'group', 'aria-label': 'Show it on' },
        screens.map((name) =>
          createElement(
            'button',
            {
              key: name,
              type: 'button',
              'aria-pressed': name === screen,
              onClick: () => {
                screen = name;
                this.forceUpdate();
              },
            },
            name,
          ),
        ),
        createElement('span', { ref: this.#words, role: 'status' }, 'Drawing the page…'),
      ),
      createElement(
        'div',
        { ref: this.#screen, className: `screen ${screen.toLowerCase()}` },
        createElement('iframe', {
          ref: this.#frame,
          title: `The page as readers see it, on a ${screen.toLowerCase()}`,
          // No script of the page runs here, and no form is sent.
          sandbox: 'allow-same-origin',
          srcDoc:
            '<!doctype html><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body></body>',
          onLoad: this.#soon,
        }),
      ),
    );
  }
}

/** A computer’s screen is shown smaller, so that all of its width fits: `--fits` is how much smaller. */
const look = `
  .preview { position: fixed; inset: 0; display: grid; grid-template-rows: auto 1fr; background: #dfe3e8; font: 16px/1.5 system-ui, sans-serif; }
  .bar { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; padding: 0.5rem; background: #fff; color: #17292b; }
  .bar button { font: inherit; padding: 0.35rem 0.9rem; border: 2px solid #17292b; border-radius: 0.4rem; background: #fff; color: inherit; cursor: pointer; }
  .bar button[aria-pressed='true'] { background: #17292b; color: #fff; }
  .bar button:focus-visible { outline: 3px solid #0b5c63; outline-offset: 2px; }
  .screen { container-type: size; overflow: hidden; display: grid; justify-items: center; }
  .screen iframe { border: 0; background: #fff; block-size: 100cqb; }
  .phone iframe { inline-size: min(${widths.Phone}px, 100cqi); }
  .computer { justify-items: start; }
  .computer iframe { inline-size: ${widths.Computer}px; transform-origin: 0 0; transform: scale(var(--fits)); block-size: calc(100cqb / var(--fits)); }
`;
