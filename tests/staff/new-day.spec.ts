/** What staff dated ahead is on the site on its day, and a picture is off it on the day its consent ends: the site is built when a day begins. */
import { expect, test } from '@playwright/test';
import { buildIfDayBegins } from '../../src/new-day.ts';

test('at the start of a day in the UK, winter and summer, the site is built anew, once', async () => {
  const asked: string[] = [];
  const ask = async (address: string | URL | Request, { method }: RequestInit = {}) => {
    asked.push(`${method} ${address}`);
    return new Response(null, { status: 200 });
  };
  const buildHook = 'https://api.netlify.com/build_hooks/practice';
  const said: string[] = [];
  const at = (time: string, hook: string | undefined = buildHook, answer: typeof fetch = ask) =>
    buildIfDayBegins({
      now: new Date(time),
      buildHook: hook,
      ask: answer,
      pauseInMilliseconds: 0,
      tellOperator: (line) => said.push(line),
    });
  // The hours that Netlify’s clock calls at, on a winter’s and a summer’s day, and on the nights when the clocks change.
  const calls = ['2026-01-15', '2026-03-28', '2026-03-29', '2026-07-15', '2026-10-24', '2026-10-25'].flatMap((day) =>
    ['00:05', '23:05'].map((hour) => `${day}T${hour}:00Z`),
  );
  const built: string[] = [];
  for (const call of calls) if (await at(call)) built.push(call.slice(0, 16));
  expect(built).toEqual([
    '2026-01-15T00:05',
    '2026-03-28T00:05',
    '2026-03-29T00:05',
    '2026-03-29T23:05',
    '2026-07-15T23:05',
    '2026-10-24T23:05',
  ]);
  expect(new Set(asked)).toEqual(new Set([`POST ${buildHook}`]));
  expect(said).toEqual([]);

  asked.length = 0;
  expect(
    await buildIfDayBegins({
      now: new Date(calls[0] ?? ''),
      buildHook: undefined,
      ask,
      tellOperator: (line) => said.push(line),
    }),
  ).toBe(false);
  expect(said).toEqual([]);
  const elsewhere = [
    'https://evil.example/build_hooks/1',
    'http://api.netlify.com/1',
    'https://api.netlify.com.evil.example/1',
    'https://api.netlify.com:8443/1',
    'nonsense',
  ];
  for (const hook of elsewhere) expect(await at('2026-01-15T00:05:00Z', hook)).toBe(false);
  expect(asked).toEqual([]);
  expect(said).toHaveLength(elsewhere.length);
  expect(await at('2026-01-15T00:05:00Z', buildHook, async () => new Response(null, { status: 404 }))).toBe(false);
  expect(await at('2026-01-15T00:05:00Z', buildHook, () => Promise.reject(new Error(buildHook)))).toBe(false);
  expect(said.slice(-2)).toEqual([
    'The site was not built for the new day: the build hook answered 404.',
    'The site was not built for the new day: the build hook did not answer.',
  ]);
  expect(said.join()).not.toContain('practice');

  // A picture must not stay a day longer than the people in it agreed to for one answer that was lost.
  const answers = [() => Promise.reject(new Error('reset')), async () => new Response(null, { status: 502 }), ask];
  const badMoment: typeof fetch = (...request) => (answers.shift() ?? ask)(...(request as Parameters<typeof ask>));
  said.length = 0;
  expect(await at('2026-01-15T00:05:00Z', buildHook, badMoment)).toBe(true);
  expect(said).toEqual([]);
});
