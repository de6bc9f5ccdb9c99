/** The preview beside the form: the page as readers will have it, drawn anew as one types, on a phone or on a computer. */
import type { ImageMetadata } from 'astro';
import { Component, createElement, createRef } from 'react';
import type { z } from 'zod';
import { download } from '../../src/blocks/download.ts';
import { readText } from '../../src/blocks/text.ts';
import { whyKeptBack } from '../../src/consent.ts';
import { dayNow } from '../../src/dates.ts';
import { picturesIn } from '../../src/proofreading/pictures.ts';
import { fileOfEntry, fileOfSettings } from '../../src/schema/collection.ts';
import { kindOf } from '../../src/schema/contract.ts';
import { formOf, walk } from '../../src/schema/form.ts';
import { loadTextEditor } from '../on-demand/text-editor.ts';
import { onItsWay } from '../picture-widget.ts';
import type { drawPage } from './pages.ts';
import { previewProgram, previewStyles } from './program.ts';
import type { Draft, Published } from './stand-ins/draft.ts';
import { drawable, drawableText, notChosenYet } from './unfinished.ts';

interface PreviewProps {
  readonly entry: {
    get(name: 'collection' | 'slug'): string;
    get(name: 'data'): { toJS(): Readonly<Record<string, unknown>> };
  };
  /** A file beside the entry. */
  readonly getAsset: (name: string) => { readonly url: string; readonly path: string };
}

/** How wide the screens are that the page is shown on, in CSS pixels. */
const widths = { Phone: 390, Computer: 1280 } as const;
type Screen = keyof typeof widths;

/** Whoever waits longer for one file is on a connection that has gone. */
const patienceInMilliseconds = 20_000;

async function fetched(address: string): Promise<Response> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(patienceInMilliseconds) });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** What is asked for once, by its address; when it does not come, it is asked for again the next time. */
function once<What>(known: Map<string, Promise<What>>, address: string, ask: () => Promise<What>): Promise<What> {
  const asked = known.get(address) ?? ask();
  known.set(address, asked);
  asked.catch(() => known.delete(address));
  return asked;
}

type Program = readonly [{ readonly drawPage: typeof drawPage }, styles: string];

const programs = new Map<string, Promise<Program>>();
let attempts = 0;

/** The program that draws, and the site’s styles. A browser may remember that a script did not come: so it has another address the next time. */
const theProgram = () =>
  once(programs, previewProgram, async () => {
    const again = attempts++ === 0 ? '' : `?again=${attempts}`;
    const styles = fetched(previewStyles).then((answer) => answer.text());
    return Promise.all([import(/* @vite-ignore */ `${previewProgram}${again}`), styles]);
  });

const folders = new Map<string, Promise<Published>>();
const published = (folder: string) =>
  once<Published>(folders, folder, async () => (await fetched(`/admin/preview/${folder}.json`)).json());

const shapes = new Map<string, Promise<ImageMetadata>>();

/** A picture with its shape, once the browser has read it. */
const pictureAt = (src: string, name: string) =>
  once(shapes, src, async (): Promise<ImageMetadata> => {
    const image = new Image();
    await new Promise((come, fail) => {
      image.onload = come;
      image.onerror = fail;
      image.src = src;
    });
    const format = (/\.(\w+)$/.exec(name)?.[1] ?? 'jpg').toLowerCase() as ImageMetadata['format'];
    return { src, width: image.naturalWidth, height: image.naturalHeight, format };
  });

const sizes = new Map<string, Promise<number>>();
const sizeAt = (address: string) => once(sizes, address, async () => (await (await fetched(address)).blob()).size);

/** What there is to know of those files of an entry that have come. */
async function known<What>(
  { getAsset }: PreviewProps,
  names: readonly string[],
  read: (url: string, name: string) => Promise<What>,
): Promise<ReadonlyMap<string, What>> {
  const found = [...new Set(names)].map(async (name) => {
    const { path, url } = getAsset(name);
    if (path === onItsWay) return [];
    return read(url, name).then(
      (what) => [[name, what] as const],
      () => [],
    );
  });
  return new Map((await Promise.all(found)).flat());
}

/** An entry as staff have written it so far. */
interface Written {
  readonly folder: string;
  readonly slug: string;
  readonly name: string;
  readonly schema: z.ZodObject;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function writtenIn({ entry }: PreviewProps): Written | undefined {
  const [folder, slug] = [entry.get('collection'), entry.get('slug')];
  const kind = kindOf(folder, slug);
  const { body = '', ...fields } = entry.get('data').toJS();
  // Decap names an entry by its file in its folder; settings, by their own name.
  const id = slug.replace(/\/index$/, '') || 'new';
  return kind && { folder, slug: id, name: kind.name, schema: kind.schema, fields, text: drawableText(String(body)) };
}

/** What the page is drawn from, with these fields. */
async function draftOf(
  props: PreviewProps,
  { folder, slug, name, schema, text }: Written,
  data: Draft['entry']['data'],
): Promise<Draft> {
  const files = readText(text).flatMap((piece) =>
    piece.kind === 'block' && piece.name === download.name ? [String(piece.values.file)] : [],
  );
  const pictures = picturesIn(schema, data, text).map(({ file }) => file);
  return {
    entry: {
      collection: name,
      id: slug,
      filePath: folder === 'settings' ? fileOfSettings(slug) : fileOfEntry(folder, slug),
      data,
    },
    text,
    pictures: await known(props, pictures, pictureAt),
    sizes: await known(props, files, sizeAt),
    published,
  };
}

/** What is written and yet not on the page, and why, in words for staff. */
async function leftOut(schema: z.ZodObject, { entry, text }: Draft): Promise<string> {
  const pictures = picturesIn(schema, entry.data, text).flatMap(({ place, ...people }) => {
    const why = whyKeptBack(people, dayNow());
    return why === undefined ? [] : [`Not on the page: ${place}. Why: ${why}.`];
  });
  const links: { readonly label: string; readonly to: string; readonly slug: string }[] = [];
  walk(formOf(schema), entry.data, ({ kind, label, collection: to = '' }, slug) => {
    if (kind === 'reference' && slug !== notChosenYet) links.push({ label, to, slug: String(slug) });
  });
  const unknown = await Promise.all(
    links.map(async ({ label, to, slug }) =>
      (await published(to)).entries.some(({ id }) => id === slug)
        ? []
        : [`Not on the page: “${slug}” (${label}). Why: it is not on the site yet.`],
    ),
  );
  return [...pictures, ...unknown.flat()].join(' ');
}

/** The screen that was looked at last stays the one for the next entry. */
let screen: Screen = 'Phone';

/** How long after the last key the page is drawn anew, in milliseconds. */
const pause = 150;

/** One page is drawn at a time, whichever entry it is of: the program knows one draft. */
let underWay: Promise<void> = Promise.resolve();

export default class PreviewPane extends Component<PreviewProps> {
  readonly #frame = createRef<HTMLIFrameElement>();
  readonly #words = createRef<HTMLElement>();
  readonly #screen = createRef<HTMLElement>();
  #pausing: ReturnType<typeof setTimeout> | undefined;
  #isNext = false;
  #isOpen = true;
  /** On a phone it stands below the form, and costs nothing while it is out of sight. */
  #isSeen = false;
  #drawn = '';
  /** The last of its fields that a page could be drawn from: one that is being mended must not take the page away. */
  #data: Draft['entry']['data'] | undefined;

  readonly #fitting = new ResizeObserver(([pane]) => {
    const fits = Math.min(1, (pane?.contentRect.width ?? 0) / widths.Computer);
    this.#screen.current?.style.setProperty('--fits', `${fits}`);
  });
  readonly #coming = new IntersectionObserver(([pane]) => {
    this.#isSeen = pane?.isIntersecting ?? false;
    this.#soon();
  });

  override componentDidMount() {
    if (!this.#screen.current) return;
    // Something may have been published since another entry was open.
    folders.clear();
    this.#fitting.observe(this.#screen.current);
    this.#coming.observe(this.#screen.current);
  }

  override componentDidUpdate() {
    this.#soon();
  }

  override componentWillUnmount() {
    this.#isOpen = false;
    clearTimeout(this.#pausing);
    this.#fitting.disconnect();
    this.#coming.disconnect();
  }

  readonly #soon = () => {
    clearTimeout(this.#pausing);
    if (!this.#isSeen) return;
    this.#pausing = setTimeout(() => {
      // What waits will draw what was typed last; it need not be asked twice.
      if (this.#isNext) return;
      this.#isNext = true;
      underWay = underWay.then(() => {
        this.#isNext = false;
        return this.#isOpen ? this.#draw() : undefined;
      });
    }, pause);
  };

  async #draw(): Promise<void> {
    try {
      // Typing comes first.
      await loadTextEditor();
      const [{ drawPage }, styles] = await theProgram();
      const written = writtenIn(this.props);
      if (!written) return;
      this.#data = drawable(written.schema, written.fields) ?? this.#data;
      const draft = this.#data && (await draftOf(this.props, written, this.#data));
      const html = draft && (await drawPage(draft));
      if (draft && html) {
        this.#show(html, styles);
        this.#say(await leftOut(written.schema, draft));
      } else this.#say('There is no page of this yet. It is shown as soon as there is something to show.');
    } catch (mistake) {
      console.error(mistake);
      this.#say('The preview could not be drawn. What you have written is safe; as you write on, it is tried again.');
    }
  }

  #say(words: string): void {
    const place = this.#words.current;
    if (place && place.textContent !== words) place.textContent = words;
  }

  /** Puts the page in its frame, in the place of the one before it, which stays scrolled to where it is. */
  #show(html: string, styles: string): void {
    const shown = this.#frame.current?.contentDocument;
    if (!shown || this.#drawn === html) return;
    this.#drawn = html;
    const page = new DOMParser().parseFromString(html, 'text/html');
    for (const script of page.querySelectorAll('script')) script.remove();
    if (!shown.head.querySelector('style')) {
      const sheet = shown.createElement('style');
      sheet.textContent = styles;
      shown.head.append(sheet);
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
          // No script of the page runs here, no form is sent, and no window opens, which is what the base asks of every link.
          sandbox: 'allow-same-origin',
          srcDoc: frame,
          onLoad: () => {
            this.#drawn = '';
            this.#soon();
          },
        }),
      ),
    );
  }
}

const frame =
  '<!doctype html><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><base target="_blank"><body></body>';

/** A computer’s screen is shown smaller, so that all of its width fits: `--fits` is how much smaller. */
const look = `
  .preview { position: fixed; inset: 0; display: grid; grid-template-rows: auto 1fr; background: #dfe3e8; font: 16px/1.5 system-ui, sans-serif; }
  .bar { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; padding: 0.5rem 4rem 0.5rem 0.5rem; background: #fff; color: #17292b; }
  .bar button { font: inherit; min-block-size: 44px; padding: 0.35rem 0.9rem; border: 2px solid #17292b; border-radius: 0.4rem; background: #fff; color: inherit; cursor: pointer; }
  .bar button[aria-pressed='true'] { background: #17292b; color: #fff; }
  .bar button:focus-visible { outline: 3px solid #0b5c63; outline-offset: 2px; }
  .screen { container-type: size; overflow: hidden; display: grid; justify-items: center; }
  .screen iframe { border: 0; background: #fff; block-size: 100cqb; }
  .phone iframe { inline-size: min(${widths.Phone}px, 100cqi); }
  .computer { justify-items: start; }
  .computer iframe { inline-size: ${widths.Computer}px; transform-origin: 0 0; transform: scale(var(--fits)); block-size: calc(100cqb / var(--fits)); }
`;
