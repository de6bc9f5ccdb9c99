/** The old site as its links see it: what stood at which address, and where that is now. */
import { isSafe } from '../blocks/safe-address.ts';
import type { Export, Item } from './export-file.ts';

/** Where a link of the old site leads. */
export type Lead =
  /** To a page that is on the new site. */
  | { readonly kind: 'here'; readonly address: string }
  /** To another website, an email address, a telephone. */
  | { readonly kind: 'elsewhere'; readonly address: string }
  /** To something that has come along, but is not on the site yet: its whole old address, and where it will be. */
  | { readonly kind: 'later'; readonly address: string; readonly willBe: string }
  /** To something of the old site that has not come along, by its whole address. */
  | { readonly kind: 'left'; readonly address: string }
  /** Nowhere that a link may lead. */
  | { readonly kind: 'nowhere' };

/** A number by which WordPress finds a thing: `?p=12`. */
const byNumber = /^\?(?:.*&)?(?:p|page_id|attachment_id)=(\d+)(?:&|$)/;

/** The size that WordPress puts into the name of a smaller copy: `drums-300x200.jpg`; and `-scaled`, of one that was very large. */
const withoutSize = (address: string) => address.replace(/-(?:\d+x\d+|scaled)(?=\.\w+$)/, '');

/** Whether Squarespace made an export, by what it says of itself. */
export const isFromSquarespace = (generator: string): boolean => /squarespace/i.test(generator);

/** What a file at an address is called, on one line: addresses hold whatever somebody typed, and some cannot even be read. */
export function nameOf(address: string): string {
  if (!URL.canParse(address) || address.startsWith('data:')) return 'photo.jpg';
  return readable(new URL(address).pathname.split('/').at(-1) ?? '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** A part of an address as people read it; as it stands, when it was written wrongly. */
export function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export class OldSite {
  readonly #base: URL;
  readonly #byId = new Map<string, Item>();
  readonly #byPath = new Map<string, Item>();
  readonly #byFile = new Map<string, Item>();
  readonly #attachmentsOf = new Map<string, Item[]>();
  /** Where each thing is now, by the key of its old address or its number. */
  readonly #now = new Map<Item, string>();
  readonly #notYet = new Set<string>();
  readonly #topics = new Map<string, string>();

  /** Whether the old site also found a thing by its number, `/?p=12`: WordPress does, whatever else it is told. */
  readonly hasNumbers: boolean;

  constructor({ address, items, generator }: Pick<Export, 'address' | 'items' | 'generator'>) {
    this.hasNumbers = !isFromSquarespace(generator);
    this.#base = new URL(`${URL.canParse(address) ? address : 'https://old.invalid'}/`);
    for (const item of items) {
      // A number comes twice where exports were joined: then its links lead to the first.
      if (!this.#byId.has(item.id)) this.#byId.set(item.id, item);
      const path = this.pathOf(item.link);
      if (path !== undefined && path !== '/' && !path.includes('?') && this.#byPath.get(path)?.id !== item.id)
        this.#byPath.set(path, item);
      if (item.type !== 'attachment') continue;
      const file = this.#fileKey(item.attachmentAddress);
      if (file) this.#byFile.set(file, item);
      this.#attachmentsOf.set(item.parent, [...(this.#attachmentsOf.get(item.parent) ?? []), item]);
    }
  }

  /** The thing of this number. */
  itemOf(id: string | undefined): Item | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** The pictures and files that were added to a post. */
  attachmentsOf(id: string): readonly Item[] {
    return this.#attachmentsOf.get(id) ?? [];
  }

  /** The picture or file that lies at an address, also when it is a smaller copy of it. */
  attachmentAt(address: string): Item | undefined {
    const key = this.#fileKey(address);
    return key === undefined ? undefined : (this.#byFile.get(key) ?? this.#byFile.get(withoutSize(key)));
  }

  /** Says where a thing is now; or, while it is a draft, will be. */
  isNow(item: Item, address: string, isOnTheSite: boolean): void {
    this.#now.set(item, address);
    if (!isOnTheSite) this.#notYet.add(address);
  }

  /** Says where the posts of a topic are now, by their old path. */
  topicIsNow(path: string, address: string): void {
    this.#topics.set(path.replace(/\/$/, ''), address);
  }

  /** The whole address of something that a text of the old site names. */
  absolute(address: string, from?: Item): string | undefined {
    const base = from && this.isOfOldSite(from.link) ? new URL(from.link, this.#base) : this.#base;
    return URL.canParse(address.trim(), base) ? new URL(address.trim(), base).href : undefined;
  }

  /** Whether an address is one of the old site, with `www.` or without, encrypted or not. */
  isOfOldSite(address: string): boolean {
    if (!URL.canParse(address, this.#base)) return false;
    const plain = (host: string) => host.replace(/^www\./, '');
    const { protocol, host } = new URL(address, this.#base);
    return /^https?:$/.test(protocol) && plain(host) === plain(this.#base.host);
  }

  /** What came after the name of the old site: `/2019/05/a-day/`, or `/?p=12`; `undefined` for an address of another site. */
  pathOf(address: string): string | undefined {
    if (address === '' || !this.isOfOldSite(address)) return undefined;
    const { pathname, search } = new URL(address, this.#base);
    const number = byNumber.exec(search)?.[0];
    return number === undefined || pathname !== this.#base.pathname ? pathname : `${pathname}${search}`;
  }

  /** Where a link in a text leads now. */
  leadOf(href: string, from: Item): Lead {
    if (/^(mailto|tel):/i.test(href.trim())) return { kind: 'elsewhere', address: href.trim().replace(/\s+/g, '%20') };
    const address = this.absolute(href, from);
    if (address === undefined || !isSafe(address)) return { kind: 'nowhere' };
    if (!this.isOfOldSite(address)) return { kind: 'elsewhere', address };
    const { pathname, search, hash } = new URL(address);
    const target =
      this.#byId.get(byNumber.exec(search)?.[1] ?? '') ??
      this.#byPath.get(pathname) ??
      this.#byPath.get(`${pathname}/`) ??
      this.#byPath.get(pathname.replace(/\/$/, ''));
    const isAttachment = target?.type === 'attachment';
    const now =
      (target && this.#now.get(target)) ??
      (isAttachment ? this.#now.get(this.#byId.get(target.parent) as Item) : undefined) ??
      this.#topics.get(pathname.replace(/\/$/, ''));
    if (now !== undefined)
      return this.#notYet.has(now) ? { kind: 'later', address, willBe: now } : { kind: 'here', address: now };
    if (pathname === this.#base.pathname && search === '' && hash === '') return { kind: 'here', address: '/' };
    return { kind: 'left', address };
  }

  #fileKey(address: string): string | undefined {
    if (!URL.canParse(address, this.#base)) return undefined;
    const { host, pathname } = new URL(address, this.#base);
    return `${host.replace(/^www\./, '')}${pathname}`;
  }
}
