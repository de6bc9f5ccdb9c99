/** What the charity holds of each gift is right, in whatever order, however often, however late it hears of it, and whatever fails on the way. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type Stripe from 'stripe';
import type { StripeToRead } from '../../src/giving/ledger/held-at-stripe.ts';
import { type Entries, keep, ledgerIn } from '../../src/giving/ledger/ledger.ts';
import { reconcile, reconcileMonth } from '../../src/giving/ledger/reconciliation.ts';
import type { Store } from '../../src/giving/ledger/store.ts';
import { hearFromStripe } from '../../src/giving/ledger/webhook.ts';
import { type Pause, quiet, storeInMemory } from '../store-in-memory.ts';

/** One payment as Stripe has it. */
interface Payment {
  readonly id: string;
  readonly createdAt: string;
  readonly kind: 'single' | 'monthly' | 'ticket';
  readonly fund: string | null;
  readonly amountInPence: number;
  received: boolean;
  refunds: number[];
  /** What banks have taken, and given again. */
  readonly moved: number[];
}

const held = ({ received, amountInPence, refunds, moved }: Payment) =>
  received
    ? Math.max(
        0,
        [amountInPence, ...refunds.map((refund) => -refund), ...moved].reduce((sum, one) => sum + one),
      )
    : 0;

/** What can become of a payment, and the events that Stripe then sends; `undefined` for what cannot be now. */
const changes = {
  pay: (payment) => {
    if (payment.received) return undefined;
    payment.received = true;
    return payment.kind === 'monthly' ? ['invoice.paid'] : ['checkout.session.completed'];
  },
  refund: (payment, part) => {
    const amount = Math.max(1, Math.floor((held(payment) * part) / 100));
    if (held(payment) < amount) return undefined;
    payment.refunds.push(amount);
    return ['charge.refunded', 'refund.updated'];
  },
  failRefund: (payment) => (payment.refunds.pop() === undefined ? undefined : ['refund.failed']),
  dispute: (payment) => {
    if (payment.moved.length > 0 || held(payment) === 0) return undefined;
    payment.moved.push(-held(payment));
    return ['charge.dispute.created', 'charge.dispute.funds_withdrawn'];
  },
  win: (payment) => {
    if (payment.moved.length !== 1) return undefined;
    payment.moved.push(-(payment.moved[0] ?? 0));
    return ['charge.dispute.closed', 'charge.dispute.funds_reinstated'];
  },
  lose: (payment) => (payment.moved.length === 1 ? ['charge.dispute.closed'] : undefined),
} satisfies Record<string, (payment: Payment, part: number) => string[] | undefined>;

const epoch = (instant: string) => Date.parse(instant) / 1000;

/** Stripe, as far as it is read: each answer is what is true at one moment between the asking and the hearing. A page of a list has two things. */
function stripeOf(payments: readonly Payment[], pause: Pause): StripeToRead {
  const metadata = ({ kind, fund }: Payment) => ({
    kind: 'gift',
    ...(fund ? { fund } : {}),
    ...(kind === 'monthly' ? { frequency: 'monthly' } : {}),
  });
  const paymentIntent = (payment: Payment) => ({
    id: payment.id,
    created: epoch(payment.createdAt),
    currency: 'gbp',
    amount_received: payment.received ? payment.amountInPence : 0,
    metadata: payment.kind === 'single' ? metadata(payment) : {},
    latest_charge: {
      id: `ch_${payment.id}`,
      amount_refunded: payment.refunds.reduce((sum, refund) => sum + refund, 0),
      disputed: payment.moved.length > 0,
    },
  });
  const invoice = (payment: Payment) => ({
    id: `in_${payment.id}`,
    billing_reason: 'subscription_cycle',
    parent: { subscription_details: { metadata: metadata(payment), subscription: `sub_${payment.id}` } },
    payments: { data: [invoicePayment(payment)] },
  });
  const invoicePayment = ({ id }: Payment) => ({ payment: { payment_intent: id } });
  const asked = async <Answer>(answer: () => Answer): Promise<Answer> => {
    await pause();
    const given = structuredClone(answer());
    await pause();
    return given;
  };
  const listed = <Thing>(belongs: (payment: Payment) => boolean, thing: (payment: Payment) => Thing | Thing[]) => {
    const page = (from: number) =>
      payments
        .filter(belongs)
        .slice(from, from + 2)
        .flatMap(thing);
    return {
      // biome-ignore lint/suspicious/noThenProperty: so is Stripe's own list, which can be waited for or walked through.
      then: (resolve: (list: { data: Thing[] }) => void, reject: (reason: unknown) => void) =>
        asked(() => ({ data: payments.filter(belongs).flatMap(thing) })).then(resolve, reject),
      async *[Symbol.asyncIterator]() {
        for (let from = 0; from < payments.length; from += 2) yield* await asked(() => page(from));
      },
    };
  };
  const within = ({ created }: { created?: Stripe.RangeQueryParam | number }) => {
    const { gte = 0, lt = Number.POSITIVE_INFINITY } = created as { gte?: number; lt?: number };
    return ({ createdAt }: Payment) => epoch(createdAt) >= gte && epoch(createdAt) < lt;
  };
  const byId = (id: string) => payments.find((payment) => payment.id === id) as Payment;
  return {
    paymentIntents: {
      retrieve: (id: string) => asked(() => paymentIntent(byId(id))),
      list: (asks: Stripe.PaymentIntentListParams) => listed(within(asks), paymentIntent),
    },
    disputes: {
      list: ({ charge = '' }: Stripe.DisputeListParams) =>
        listed(
          ({ id }) => charge === `ch_${id}`,
          ({ moved }) => ({ balance_transactions: moved.map((amount) => ({ amount })) }),
        ),
    },
    invoices: {
      retrieve: (id: string) => asked(() => invoice(byId(id.slice(3)))),
      list: (asks: Stripe.InvoiceListParams) =>
        listed((payment) => payment.kind === 'monthly' && payment.received && within(asks)(payment), invoice),
    },
    invoicePayments: {
      list: ({ invoice: of, payment }: Stripe.InvoicePaymentListParams) =>
        listed(
          ({ id, kind }) => kind === 'monthly' && (of === `in_${id}` || payment?.payment_intent === id),
          (one) => ({ ...invoicePayment(one), invoice: invoice(one) }),
        ),
    },
  } as unknown as StripeToRead;
}

const months = ['2026-08', '2026-09'] as const;
const fails = Symbol('an outage');

/** A course of events: what becomes of which payments, and how Stripe's messages fare. `chance` decides what goes on next, and what fails. */
const course = fc.record({
  payments: fc.array(
    fc.record({
      createdAt: fc.constantFrom('2026-08-31T23:59:59.000Z', '2026-09-01T00:00:00.000Z'),
      kind: fc.constantFrom('single', 'single', 'monthly', 'ticket'),
      fund: fc.constantFrom(null, 'chesham-hub', 'drums'),
      amountInPence: fc.integer({ min: 30, max: 1_000_000 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  changes: fc.array(
    fc.record({
      payment: fc.nat(3),
      change: fc.constantFrom(...(['pay', 'pay', 'refund', 'failRefund', 'dispute', 'win', 'lose'] as const)),
      part: fc.integer({ min: 1, max: 100 }),
      /** How often each of its events arrives: never, once, twice. */
      arrives: fc.constantFrom(0, 1, 1, 1, 2),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  reconciles: fc.nat(2),
  outages: fc.nat(6),
  chance: fc.infiniteStream(fc.nat(9999)),
});

test('any order, repetition and loss of what Stripe tells ends in the ledger that a fresh reconciliation makes', async () => {
  test.setTimeout(120_000);
  await fc.assert(
    fc.asyncProperty(course, async ({ payments: begun, changes: planned, reconciles, outages, chance }) => {
      const payments: Payment[] = begun.map((payment, index) => ({
        ...payment,
        id: `pi_${index}`,
        received: false,
        refunds: [],
        moved: [],
      }));
      const draw = (below: number) => (chance.next().value ?? 0) % below;
      const waiting: (() => void)[] = [];
      let outagesLeft = outages;
      let calm = false;
      const pause: Pause = () =>
        new Promise((goOn, fail) => {
          if (calm) return goOn();
          waiting.push(() => {
            if (outagesLeft === 0 || draw(10) > 0) return goOn();
            outagesLeft -= 1;
            fail(fails);
          });
        });

      const store = storeInMemory(pause);
      const ledger = ledgerIn(store, 'test');
      const stripe = stripeOf(payments, pause);
      const listener = {
        stripe,
        webhooks: { constructEventAsync: async (body: unknown) => JSON.parse(String(body)) },
        secret: 'whsec_1',
        mode: 'test' as const,
        ledger,
        terms: async () => ({ generalFund: 'Anything', funds: [] }),
        noteDecline: async () => false,
        noteHeard: () => undefined,
        tellStaff: async () => undefined,
        tellOperator: () => undefined,
      };
      const deliver = async (type: string, payment: Payment) => {
        const object =
          type === 'invoice.paid' ? { id: `in_${payment.id}` } : { payment_intent: payment.id, amount: 1, id: 'dp_1' };
        const created = epoch('2026-09-03T00:00:00Z');
        const body = JSON.stringify({ id: 'evt_1', type, created, livemode: false, data: { object } });
        // Stripe tells again until it is answered with 200.
        for (let status = 0; status !== 200; ) {
          await new Promise<void>((goOn) => waiting.push(goOn));
          const request = new Request('https://charity.example/api/stripe-webhook', { method: 'POST', body });
          ({ status } = await hearFromStripe(request, listener));
          expect([200, 500]).toContain(status);
        }
      };
      let anyLost = false;
      const running = new Set<Promise<unknown>>();
      const run = (work: Promise<unknown>) => {
        const done = work.finally(() => running.delete(done));
        running.add(done);
      };
      const change = async () => {
        for (const { payment: index, change: kind, part, arrives } of planned) {
          await new Promise<void>((goOn) => waiting.push(goOn));
          const payment = payments[index % payments.length] as Payment;
          const events = changes[kind](payment, part) ?? [];
          if (arrives === 0 && events.length > 0) anyLost = true;
          for (const type of events) for (let time = 0; time < arrives; time += 1) run(deliver(type, payment));
        }
      };
      run(change());
      for (let time = 0; time < reconciles; time += 1)
        run(reconcile({ stripe, ledger, tellOperator: () => undefined }, new Date('2026-09-03T05:00:00Z')));
      // One thing goes on at a time; which one, chance says.
      while (running.size > 0) {
        if (waiting.length === 0) await new Promise(setImmediate);
        waiting.splice(draw(Math.max(1, waiting.length)), 1)[0]?.();
        for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
      }

      const steady = { stripe: stripeOf(payments, quiet), tellOperator: () => undefined };
      const reconciled = async (into: Store) => {
        const fresh = ledgerIn(into, 'test');
        for (const month of months) await reconcileMonth({ ...steady, ledger: fresh }, month);
        return fresh.entries();
      };
      calm = true;
      const right: Entries = Object.fromEntries(
        payments
          .filter(({ kind, received }) => kind !== 'ticket' && received)
          .map((payment) => [
            payment.id,
            {
              fund: payment.fund,
              heldInPence: held(payment),
              givenInPence: payment.amountInPence,
              frequency: payment.kind === 'monthly' ? 'monthly' : 'once',
              createdAt: payment.createdAt,
            },
          ]),
      );
      if (!anyLost) expect(await ledger.entries()).toEqual(right);
      expect(await reconciled(storeInMemory(quiet))).toEqual(right);
      expect(await reconciled(store)).toEqual(right);
    }),
    { numRuns: Number(process.env.COURSES ?? 1000) },
  );
});

test('who saw a refund, and comes to write only after it has failed, does not bring it back', async () => {
  const createdAt = '2026-09-01T00:00:00.000Z';
  const now = (heldInPence: number) => ({
    createdAt,
    isGift: true,
    entry: { fund: null, heldInPence, givenInPence: 2500, frequency: 'once' as const, createdAt },
  });
  const ledger = ledgerIn(storeInMemory(quiet), 'test');
  await keep(ledger, async () => now(2500), 'pi_1', '2026-09');
  let looks = 0;
  await keep(
    ledger,
    async () => {
      looks += 1;
      if (looks > 1) return now(2500);
      // While this one sleeps, another hears that the refund failed, and finds in the ledger what it finds at Stripe.
      await keep(ledger, async () => now(2500), 'pi_1', '2026-09');
      return now(1500);
    },
    'pi_1',
    '2026-09',
  );
  expect((await ledger.entries()).pi_1?.heldInPence).toBe(2500);
});
