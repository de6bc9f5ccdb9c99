/** A list gives each thing once, in order, however it is paged through; and `expand` puts in what a thing refers to. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { pageOf } from './lists.ts';
import { gift, openPayment, paidGift, refusalOf, sdk, start, startWithListener, stopWhatRan } from './practice-run.ts';

test.afterEach(stopWhatRan);

test('paging through a list, forwards or backwards, by any limit, gives each thing once and in order', () => {
  const created = fc.array(fc.nat(5), { maxLength: 60 }).map((times) => times.sort((one, other) => one - other));
  fc.assert(
    fc.property(created, fc.integer({ min: 1, max: 100 }), fc.boolean(), (times, limit, backwards) => {
      const shelf = new Map(times.map((time, index) => [`ch_${index}`, { id: `ch_${index}`, created: time }]));
      const newestFirst = [...shelf.keys()].reverse();
      const seen: string[] = [];
      let cursor = backwards ? newestFirst.at(-1) : undefined;
      for (let pages = 0; pages <= times.length; pages += 1) {
        const by = cursor === undefined ? {} : backwards ? { ending_before: cursor } : { starting_after: cursor };
        const { data, has_more } = pageOf(shelf, 'charge', '/v1/charges', { limit, ...by });
        expect(data.length).toBeLessThanOrEqual(limit);
        const ids = data.map(({ id }) => id);
        if (backwards) seen.unshift(...ids);
        else seen.push(...ids);
        cursor = backwards ? ids[0] : ids.at(-1);
        expect(has_more).toBe(seen.length < (backwards ? times.length - 1 : times.length));
        if (!has_more) break;
        expect(data).toHaveLength(limit);
      }
      expect(seen).toEqual(backwards ? newestFirst.slice(0, -1) : newestFirst);
    }),
    { numRuns: 300 },
  );
});

test('the SDK goes through every page by itself, and a list can be narrowed to a time', async () => {
  const start_of_day = Date.parse('2026-11-01T00:00:00Z');
  const { practice, stripe } = await startWithListener({ now: () => new Date(start_of_day) });
  const payments: string[] = [];
  for (let day = 0; day < 5; day += 1) {
    payments.unshift(await paidGift(practice));
    await practice.moveOn({ days: 1 });
  }
  const seen: unknown[] = [];
  for await (const { payment_intent } of stripe.charges.list({ limit: 2 })) seen.push(payment_intent);
  expect(seen).toEqual(payments);

  const second = start_of_day / 1000 + 24 * 60 * 60;
  const fourth = second + 2 * 24 * 60 * 60;
  const between = async (created: { gt?: number; gte?: number; lt?: number; lte?: number } | number) =>
    (await stripe.balanceTransactions.list({ created, type: 'charge' })).data.length;
  expect(await between({ gte: second, lt: fourth })).toBe(2);
  expect(await between({ gt: second, lte: fourth })).toBe(2);
  expect(await between(second)).toBe(1);
  expect((await stripe.events.list({ type: 'charge.*', created: { gte: fourth } })).data).toHaveLength(4);
  expect((await stripe.events.list({ types: ['payment_intent.succeeded'] })).data).toHaveLength(5);
});

test('a page that can’t be is refused by name', async () => {
  const stripe = sdk(await start());
  for (const [page, refusal] of [
    [{ limit: 0 }, { param: 'limit', code: 'parameter_invalid_integer' }],
    [{ limit: 101 }, { param: 'limit', code: 'parameter_invalid_integer' }],
    [{ starting_after: 'ch_none' }, { param: 'starting_after', code: 'resource_missing', statusCode: 400 }],
    [{ starting_after: 'ch_1', ending_before: 'ch_2' }, { message: expect.stringMatching(/only specify one/) }],
    [{ created: { since: 1 } }, { param: 'created[since]', code: 'parameter_unknown' }],
    [{ colour: 'red' }, { param: 'colour', code: 'parameter_unknown' }],
  ] as const) {
    expect(await refusalOf(stripe.charges.list(page as object))).toMatchObject(refusal);
  }
});

test('`expand` puts a whole thing in place of its identifier, also in a list and also of what is made', async () => {
  const practice = await start();
  const stripe = sdk(practice);
  const payment = await paidGift(practice);
  const { data } = await stripe.charges.list({ expand: ['data.payment_intent', 'data.balance_transaction'] });
  expect(data).toMatchObject([{ payment_intent: { id: payment }, balance_transaction: { net: 2442 } }]);
  const { data: entered } = await stripe.balanceTransactions.list({ expand: ['data.source.payment_intent'] });
  expect(entered).toMatchObject([{ source: { object: 'charge', payment_intent: { id: payment } } }]);
  expect(await stripe.checkout.sessions.create(gift({ expand: ['payment_intent'] }))).toMatchObject({
    payment_intent: null,
  });
});

test('what can’t be expanded is refused', async () => {
  const practice = await start();
  const stripe = sdk(practice);
  const payment = await paidGift(practice);
  await openPayment(practice);
  const refuse = async (...expand: string[]) =>
    (await refusalOf(stripe.paymentIntents.retrieve(payment, { expand }))).message;
  expect(await refuse('metadata')).toBe('This property cannot be expanded (metadata).');
  expect(await refuse('colour')).toBe('This property cannot be expanded (colour).');
  expect(await refuse('status')).toBe('This property cannot be expanded (status).');
  expect(await refuse('a.b.c.d.e')).toMatch(/more than 4 levels/);
  expect((await refusalOf(stripe.charges.list({ expand: ['payment_intent'] }))).message).toBe(
    "This property cannot be expanded (payment_intent). You may want to try expanding 'data.payment_intent' instead.",
  );
  const notYet = await refusalOf(stripe.paymentIntents.retrieve(payment, { expand: ['payment_method'] }));
  expect(notYet.code).toBe('practice_not_done_yet');
});
