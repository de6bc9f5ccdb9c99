/** A page as a screen reader is given it: each thing's role and name, in the order in which they are read. */
import type { Locator } from '@playwright/test';
import { parse } from 'yaml';

/** One thing that is read: a landmark, a heading, a link, a picture. */
export interface Heard {
  readonly role: string;
  readonly name: string;
  /** A heading's level. */
  readonly level: number;
  /** Where a link leads. */
  readonly leadsTo: string;
}

type Snapshot = string | { readonly [thing: string]: string | Snapshot[] };

/** All that is read of a part of a page. */
export async function readAloud(part: Locator): Promise<Heard[]> {
  const found = parse(await part.ariaSnapshot()) as Snapshot[];
  return found.flatMap(heard);
}

function heard(snapshot: Snapshot): Heard[] {
  const entries = typeof snapshot === 'string' ? [[snapshot, []] as const] : Object.entries(snapshot);
  return entries.flatMap(([thing, within]) => {
    if (thing.startsWith('/')) return [];
    const [, role = '', name = '""', states = ''] = /^(\w+)(?: ("(?:[^"\\]|\\.)*"))?(.*)$/s.exec(thing) ?? [];
    const children = typeof within === 'string' ? [] : within;
    const address = children.find((child) => typeof child === 'object' && '/url' in child);
    return [
      {
        role,
        name: JSON.parse(name) as string,
        level: Number(/level=(\d)/.exec(states)?.[1] ?? 0),
        leadsTo: typeof address === 'object' ? String(address['/url']) : '',
      },
      ...children.flatMap(heard),
    ];
  });
}
