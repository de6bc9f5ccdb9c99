/** What a browser is told by the functions keeps a person safe as the built pages do; and no address does more than it is for. */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from '@netlify/functions';
import { type APIResponse, expect, test } from '@playwright/test';
import { securityHeaders } from '../../src/security-headers.ts';

/** What each address is for. */
const methods: Readonly<Record<string, string>> = {
  '/api/auth': 'GET',
  '/api/callback': 'GET',
  '/api/donate': 'GET, HEAD, POST',
  '/api/funds': 'GET',
  '/api/manage': 'GET, HEAD, POST',
  '/api/my-gift': 'GET, HEAD, POST',
  '/api/stripe-webhook': 'POST',
  '/api/thank-you': 'GET, HEAD',
  '/health': 'GET, HEAD',
};

/** Those that are not as every answer of ours is; on one’s own machine the practice Stripe stands beside Stripe’s address. */
function unlike(answer: APIResponse): string[] {
  const sent = answer.headers();
  return Object.entries(securityHeaders)
    .filter(([name, value]) => sent[name]?.replace(/ http:\/\/127\.0\.0\.1:\d+/, '') !== value)
    .map(([name]) => name);
}

test('each address of a function answers the methods that it is for, and to every other says which those are', async ({
  request,
}) => {
  const doors = await Promise.all(
    globSync('src/functions/*.ts').map(async (file) => {
      const { config } = (await import(pathToFileURL(join(process.cwd(), file)).href)) as { config: Config };
      return { name: basename(file, '.ts'), path: config.path as string | undefined, schedule: config.schedule };
    }),
  );
  expect(doors.flatMap(({ path }) => path ?? []).sort()).toEqual(Object.keys(methods).sort());
  for (const [path, allow] of Object.entries(methods)) {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (allow.split(', ').includes(method)) continue;
      const answer = await request.fetch(path, { method });
      expect
        .soft({ path, method, status: answer.status(), allow: answer.headers().allow, unlike: unlike(answer) })
        .toEqual({ path, method, status: 405, allow, unlike: [] });
    }
  }
  // What Netlify’s clock calls has no address where somebody else could.
  for (const { name, path } of doors.filter(({ schedule }) => schedule !== undefined)) {
    expect.soft({ name, path }).toEqual({ name, path: undefined });
    expect.soft((await request.post(`/api/${name}`)).status(), name).toBe(404);
  }
});

test('whatever a function answers, thanks, mistakes and refusals too, carries the security headers, and is kept by no one but the donor’s own browser', async ({
  request,
  baseURL,
}) => {
  const form = (fields: Record<string, string>, origin = baseURL ?? '') => ({ form: fields, headers: { origin } });
  const answers: Readonly<Record<string, () => Promise<APIResponse>>> = {
    'a link to the form, filled': () => request.get('/api/donate?amount=25'),
    'the form, with mistakes': () => request.post('/api/donate', form({ amount: 'other', otherAmount: 'a lot' })),
    'the form, from elsewhere': () => request.post('/api/donate', form({ amount: '25' }, 'https://evil.example')),
    'too much': () => request.post('/api/donate', form({ amount: 'x'.repeat(300_000) })),
    'on to the page for paying': () =>
      request.post('/api/donate', {
        ...form({ amount: 'other', otherAmount: '42', fund: '', sawTotal: 'yes' }),
        maxRedirects: 0,
      }),
    thanks: () => request.get('/api/thank-you?gift=cs_test_nobodyhasgiven'),
    'the letter’s form, with mistakes': () => request.post('/api/manage', form({ email: 'nobody' })),
    'a gift with no link': () => request.get('/api/my-gift?link=none', { maxRedirects: 0 }),
    'figures with a question': () => request.get('/api/funds?again=1'),
    'an unsigned webhook': () => request.post('/api/stripe-webhook', { data: '{}' }),
    health: () => request.get('/health/'),
  };
  for (const [what, ask] of Object.entries(answers)) {
    const answer = await ask();
    const { 'content-type': type = '', 'cache-control': kept, 'set-cookie': cookie } = answer.headers();
    // An address with something of a donor’s in it goes to no other site, not even as far as its host.
    const stricter = /no-referrer|strict-origin/.test(answer.headers()['referrer-policy'] ?? '');
    // So that “Back” from the page for paying shows the form as it was left.
    const isForm = what.startsWith('the form') || what === 'too much';
    expect
      .soft({ what, kept, cookie, stricter, unlike: unlike(answer).filter((name) => name !== 'referrer-policy') })
      .toEqual({
        what,
        kept: isForm ? 'private, no-cache' : 'no-store',
        cookie: undefined,
        stricter: true,
        unlike: [],
      });
    if (!type.startsWith('text/html')) continue;
    const html = await answer.text();
    const [, policy = 'none'] = /<meta http-equiv="content-security-policy" content="([^"]*)">/.exec(html) ?? [];
    expect.soft(policy, what).toMatch(/^default-src 'none'; /);
    expect.soft(policy, what).not.toMatch(/unsafe|\*|https?:/);
  }
});

test('the small window for signing in runs our one script alone, and is the only one that the CMS can speak to', async ({
  request,
}) => {
  for (const address of ['/api/auth', '/api/callback?code=a&state=b']) {
    const answer = await request.get(address, { maxRedirects: 0 });
    const sent = answer.headers();
    expect
      .soft({ address, unlike: unlike(answer), kept: sent['cache-control'], referrer: sent['referrer-policy'] })
      .toEqual({
        address,
        unlike: ['content-security-policy', 'cross-origin-opener-policy', 'referrer-policy'],
        kept: 'no-store',
        referrer: 'no-referrer',
      });
    expect.soft(sent['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-/);
    expect.soft(sent['content-security-policy']).not.toContain('unsafe');
    expect.soft(sent['content-security-policy']).toContain("frame-ancestors 'none'");
  }
});

test('every page for staff carries the headers, and runs our own files alone; the CMS’s page is the one whose styles are made as it runs', async ({
  request,
}) => {
  const pages = globSync('dist/admin/**/*.html').map((file) => file.slice('dist'.length).replace(/index\.html$/, ''));
  expect(pages.length).toBeGreaterThan(10);
  for (const address of pages) {
    const answer = await request.get(address);
    const [, policy = 'none'] =
      /<meta http-equiv="content-security-policy" content="([^"]*)">/.exec(await answer.text()) ?? [];
    const [, scripts = ''] = /script-src ([^;]*)/.exec(policy) ?? [];
    const isCms = address === '/admin/';
    expect
      .soft({ address, unlike: unlike(answer), begins: policy.split(';')[0], scripts: scripts || "'self'" })
      .toEqual({
        address,
        unlike: isCms ? ['content-security-policy'] : address.includes('password') ? ['referrer-policy'] : [],
        begins: "default-src 'none'",
        scripts: "'self'",
      });
    expect.soft({ address, hasUnsafe: policy.includes('unsafe') }).toEqual({ address, hasUnsafe: isCms });
    if (isCms) expect.soft(answer.headers()['content-security-policy']).toContain(policy);
  }
});
