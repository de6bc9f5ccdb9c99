/** Whoever runs the site can have it watched: one address says whether it is well, and once a week it looks itself over, and speaks only when something is wrong. */
import { expect, test } from '@playwright/test';
import { config } from '../../src/functions/health.ts';
import { newestUnheard, noteHeard } from '../../src/giving/ledger/heard.ts';
import { answerHealth } from '../../src/watching/health.ts';
import { checkItself, type SelfCheck } from '../../src/watching/self-check.ts';
import { paidGift, sdk, start, stopWhatRan } from '../practice-stripe/practice-run.ts';
import { storeInMemory } from '../store-in-memory.ts';

test.afterEach(stopWhatRan);

const now = new Date('2026-11-30T06:41:00Z');
const hour = 60 * 60 * 1000;
const builtAt = '2026-11-30T00:07:00.000Z';

test('one address says that the site is well, which one it is, and nothing that is secret', async ({ request }) => {
  for (const address of ['/health', '/health/']) {
    const answer = await request.get(address);
    expect(answer.status()).toBe(200);
    expect(answer.headers()['cache-control']).toBe('no-store');
    const { builtAt: builtThen, askedAt, ...said } = await answer.json();
    expect(said).toEqual({ giving: 'practice', toSeeTo: [], commit: process.env.COMMIT_REF ?? null });
    for (const instant of [builtThen, askedAt]) expect(Date.parse(instant)).toBeGreaterThan(Date.parse('2026-01-01'));
  }
  const head = await request.head('/health/');
  expect({ status: head.status(), length: (await head.body()).length }).toEqual({ status: 200, length: 0 });
  // What nobody can keep apart, nobody can have asked anew each time.
  expect((await request.get('/health/?again=1')).status()).toBe(404);
  expect(config.rateLimit).toBeDefined();
});

test('while no gift can be given the address answers 503, and says why', async () => {
  const practice = await start();
  const stripe = sdk(practice);
  const ask = async (changes: Partial<Parameters<typeof answerHealth>[1]>) => {
    const answer = await answerHealth(new Request('https://charity.example/health'), {
      stripe,
      webhookSecret: 'whsec_do_not_tell',
      mode: 'live',
      built: async () => ({ builtAt, commit: '0a1b2c' }),
      now: () => now,
      ...changes,
    });
    const text = await answer.text();
    expect(text).not.toContain('do_not_tell');
    const { giving, toSeeTo, commit } = JSON.parse(text);
    expect(commit).toBe('0a1b2c');
    return [answer.status, giving, ...toSeeTo.map((words: string) => words.split(/[,:.]/)[0])];
  };
  expect(await ask({})).toEqual([200, 'up']);
  expect(await ask({ stripe: undefined })).toEqual([503, 'down', 'The site has no key for Stripe']);
  expect(await ask({ stripe: sdk(practice, 'rk_live_do_not_tell') })).toEqual([
    503,
    'down',
    'Stripe refuses the site’s key',
  ]);
  practice.fail(503);
  expect(await ask({})).toEqual([503, 'down', 'Stripe did not answer as it should']);
  // Gifts are given all the same, so nobody need be woken.
  expect(await ask({ webhookSecret: undefined })).toEqual([
    200,
    'up',
    'The site has no signing secret for Stripe’s webhook',
  ]);
});

test('that Stripe has news which never reached the site is known; that none came of late, or is still under way, is no cause', async () => {
  let time = now.getTime() - 5 * 24 * hour;
  const practice = await start({ now: () => new Date(time) });
  const store = storeInMemory();
  const unheard = () => newestUnheard(sdk(practice), store, 'test', new Date(time));
  expect(await unheard()).toBeUndefined();
  await paidGift(practice);
  expect(await unheard()).toBeUndefined();
  time += 4 * hour;
  // What came before anybody noted it may have been heard: the first look begins with it.
  expect(await unheard()).toBeUndefined();
  await paidGift(practice);
  const next = time;
  time += 4 * hour;
  expect(await unheard()).toEqual(new Date(next));
  await noteHeard(store, 'test', next / 1000);
  expect(await unheard()).toBeUndefined();
  await paidGift(practice);
  const second = time;
  time += 4 * hour;
  expect(await unheard()).toEqual(new Date(second));
  // Of real gifts nothing is known by it.
  await noteHeard(store, 'live', second / 1000);
  expect(await unheard()).toEqual(new Date(second));
});

/** A small site, by its paths: each with its page, or with a status. */
type Pages = Record<string, string | number>;

/** The site’s own look at itself, of which all is well, on a Monday. */
async function lookedAfter(changes: Partial<SelfCheck> = {}) {
  const practice = await start({ now: () => now });
  const pages: Pages = {
    '/sitemap-index.xml': '<loc>https://charity.example/sitemap-0.xml</loc>',
    '/sitemap-0.xml': '<loc>https://charity.example/</loc><loc>https://charity.example/news/</loc>',
    '/': '<a href="/news/#late">News</a><a href="https://funder.example/">Thanks</a><a href="/api/manage">Manage</a><a href="mailto:a@b.example">Write</a>',
    '/news/':
      '<a href="/">Home</a><a href="http://169.254.169.254/">Not for us</a><a href="https://silent.example/">Silent</a>',
    'https://funder.example/': 'Good morning',
    'https://silent.example/': 403,
  };
  const asked: string[] = [];
  const told: string[] = [];
  const lines: string[] = [];
  const stores = { heard: storeInMemory(), store: storeInMemory(), news: storeInMemory() };
  const check: SelfCheck = {
    stripe: sdk(practice),
    webhookSecret: 'whsec_1',
    heard: stores.heard,
    store: stores.store,
    newsroom: {
      mode: 'test',
      store: stores.news,
      send: async (text) => void told.push(text),
      tellOperator: (line) => void lines.push(line),
    },
    built: async () => ({ builtAt, commit: null }),
    buildHook: 'https://api.netlify.com/build_hooks/1',
    site: 'https://charity.example',
    ask: async (address) => {
      const { origin, pathname, href } = new URL(String(address));
      asked.push(href);
      const found = pages[origin === 'https://charity.example' ? pathname : href];
      return typeof found === 'string' ? new Response(found) : new Response(null, { status: found ?? 404 });
    },
    now,
    isTimeLeft: () => true,
    later: () => undefined,
    ...changes,
  };
  return {
    practice,
    heard: stores.heard,
    pages,
    asked,
    told,
    lines,
    /** Looks, some weeks later, and gives what staff are told by it. */
    look: async (weeks = 0, more: Partial<SelfCheck> = {}) => {
      const sending: Promise<void>[] = [];
      const then = new Date(now.getTime() + weeks * 7 * 24 * hour);
      const built = { builtAt: then.toISOString(), commit: null };
      await checkItself({ ...check, now: then, built: async () => built, later: (one) => sending.push(one), ...more });
      await Promise.all(sending);
      return told.splice(0);
    },
  };
}

test('while all is well nobody is written to, and each address is asked once', async () => {
  const site = await lookedAfter();
  expect(await site.look()).toEqual([]);
  expect(site.lines).toEqual([]);
  expect([...site.asked].sort()).toEqual([
    'https://charity.example/',
    'https://charity.example/',
    'https://charity.example/news/',
    'https://charity.example/news/',
    'https://charity.example/sitemap-0.xml',
    'https://charity.example/sitemap-index.xml',
    'https://funder.example/',
    'https://silent.example/',
  ]);
});

test('what is wrong is told once, all in one message, and again only when it was mended and breaks anew', async () => {
  const site = await lookedAfter();
  site.pages['https://funder.example/'] = 404;
  site.pages['/'] += '<a href="/gone/">Gone</a>';
  // The site has heard from Stripe before, and of this gift it did not hear.
  await noteHeard(site.heard, 'test', now.getTime() / 1000 - 7 * 24 * 60 * 60);
  await paidGift(site.practice);
  const yesterday = { builtAt: '2026-11-29T00:07:00.000Z', commit: null };
  const later = { now: new Date(now.getTime() + 4 * hour), built: async () => yesterday };
  const [message, ...more] = await site.look(0, { ...later, webhookSecret: undefined });
  expect(more).toEqual([]);
  expect(message?.split('\n')).toEqual([
    'The website’s weekly look at itself found 5 things to see to:',
    expect.stringContaining('• The site has no signing secret for Stripe’s webhook'),
    expect.stringContaining('• Stripe has news of 30 November 2026 that never reached the site.'),
    expect.stringContaining('• The site was last built on 29 November 2026'),
    '• On / a link leads nowhere, to https://funder.example/',
    '• On / a link leads nowhere, to /gone/',
  ]);
  expect(message).not.toMatch(/whsec|pi_|build_hooks/);

  // The week after, four are as they were, and one more is wrong.
  const stays = { webhookSecret: undefined, built: later.built };
  site.pages['/news/'] += '<a href="/lost/">Lost</a>';
  expect(await site.look(0, { ...stays, now: new Date(now.getTime() + 5 * hour) })).toEqual([
    'The website’s weekly look at itself found something to see to:\n• On /news/ a link leads nowhere, to /lost/\n5 things of earlier weeks still stand.',
  ]);
  site.pages['/lost/'] = site.pages['/gone/'] = 'Found';
  site.pages['https://funder.example/'] = 'Back';
  expect(await site.look(2)).toEqual([]);
  site.pages['/gone/'] = 404;
  expect(await site.look(3)).toEqual([
    'The website’s weekly look at itself found something to see to:\n• On / a link leads nowhere, to /gone/',
  ]);
});

test('what could not be looked at is neither told nor forgotten: Stripe in trouble, no list of pages, no time', async () => {
  const site = await lookedAfter();
  site.pages['/'] += '<a href="/gone/">Gone</a>';
  expect(await site.look()).toHaveLength(1);
  site.practice.fail(503, { count: 9 });
  expect(await site.look(1)).toEqual([]);
  expect(site.lines).toEqual([
    'The weekly look at giving came to no end: Error',
    expect.stringMatching(/^The weekly look at hearing came to no end: Stripe/),
  ]);
  const list = site.pages['/sitemap-index.xml'] ?? '';
  site.pages['/sitemap-index.xml'] = 500;
  expect(await site.look(2)).toEqual([]);
  site.pages['/sitemap-index.xml'] = list;
  expect(await site.look(3, { isTimeLeft: () => false })).toEqual([]);
  // Still known, so not told anew.
  expect(await site.look(4)).toEqual([]);
});

test('with little time each week goes on where the last one ended, so that every page has its turn', async () => {
  const site = await lookedAfter();
  const paths = Array.from({ length: 12 }, (_, index) => `/news/${String.fromCharCode(97 + index)}/`);
  site.pages['/sitemap-0.xml'] = paths.map((path) => `<loc>https://charity.example${path}</loc>`).join('');
  for (const path of paths) site.pages[path] = `<a href="/dead${path}">Dead</a>`;
  const told: string[] = [];
  for (let week = 0; week < 8; week++) {
    const until = site.asked.length + 9;
    told.push(...(await site.look(week, { isTimeLeft: () => site.asked.length < until })));
  }
  for (const path of paths) expect.soft(told.join('\n').split(`to /dead${path}`)).toHaveLength(2);
});

test('no link on the built site’s own pages leads nowhere', async ({ baseURL }) => {
  const elsewhere: string[] = [];
  const site = await lookedAfter({
    site: baseURL,
    ask: async (address, how) => {
      if (new URL(String(address)).origin === baseURL) return fetch(address, how);
      elsewhere.push(String(address));
      return new Response('There');
    },
  });
  expect(await site.look()).toEqual([]);
  expect(elsewhere.length).toBeGreaterThan(5);
  expect(elsewhere.filter((address) => !address.startsWith('https://'))).toEqual([]);
});
