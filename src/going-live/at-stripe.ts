/** What Stripe says of how the site is set up there. It is asked with the site’s own key, and nothing of a donor’s is read. */
import type Stripe from 'stripe';
import type { Finding } from './findings.ts';
import { told } from './told.ts';

/** What the set-up at Stripe is held to. */
export interface AtStripe {
  readonly stripe: Pick<Stripe, 'webhookEndpoints' | 'events'>;
  /** Where Stripe’s events should go; absent while the site has no address. */
  readonly webhookAddress: string | undefined;
  /** The events that the site hears. */
  readonly events: readonly Stripe.Event['type'][];
  /** The version of Stripe’s API that the site speaks. */
  readonly version: string;
  readonly now: Date;
}

const hourInSeconds = 60 * 60;

/** What is wrong with the endpoint, if it is this one. */
function wrongWith(endpoint: Stripe.WebhookEndpoint | undefined, { webhookAddress, events, version }: AtStripe) {
  const must = (code: string, words: string): Finding => ({ code, severity: 'must', words, page: told.webhook });
  if (!endpoint) return [must('STRIPE-WEBHOOK-ADDRESS', `At Stripe no endpoint leads to ${webhookAddress}: add one.`)];
  const { enabled_events: heard, status, api_version: spoken } = endpoint;
  const missing = heard.includes('*') ? [] : events.filter((event) => !heard.includes(event));
  return [
    ...(status === 'enabled'
      ? []
      : [must('STRIPE-WEBHOOK-OFF', 'The endpoint is switched off at Stripe: switch it on.')]),
    ...(missing.length === 0
      ? []
      : [must('STRIPE-WEBHOOK-EVENTS', `The endpoint at Stripe does not hear ${missing.join(', ')}: add them to it.`)]),
    ...(spoken === version
      ? []
      : [
          {
            code: 'STRIPE-WEBHOOK-VERSION',
            severity: 'should' as const,
            words: `The endpoint at Stripe speaks ${spoken ?? 'the account’s own version'}, and the site ${version}. What the site hears of is the same in both, so far: when you next make an endpoint, choose that version.`,
            page: told.webhook,
          },
        ]),
  ];
}

/** What to see to at Stripe. What the key may not look at is said, and not taken for well. */
export async function findingsAtStripe(setUp: AtStripe): Promise<Finding[]> {
  const { stripe, webhookAddress, events, now } = setUp;
  const found: Finding[] = [];
  // Stripe says of an event whether all heard it, and not who did not.
  let others = 0;
  const ask = async (what: string, look: () => Promise<void>): Promise<void> => {
    try {
      await look();
    } catch (error) {
      const { type } = error as Partial<Stripe.errors.StripeError>;
      found.push(
        type === 'StripeAuthenticationError'
          ? {
              code: 'STRIPE-KEY-REFUSED',
              severity: 'must',
              words: 'Stripe does not know STRIPE_SECRET_KEY: copy it again, whole.',
              page: told.stripeKey,
            }
          : {
              code: 'STRIPE-NOT-LOOKED-AT',
              severity: 'should',
              words:
                type === 'StripePermissionError'
                  ? `STRIPE_SECRET_KEY may not look at ${what}, so nothing was found out about them: look yourself, at Stripe under Developers → Webhooks.`
                  : `Stripe did not answer about ${what}: run this again with a connection.`,
              page: type === 'StripePermissionError' ? told.stripeKey : told.check,
              ...(type === 'StripePermissionError' ? {} : { unseen: 'Stripe' }),
            },
      );
    }
  };
  await ask('webhook endpoints', async () => {
    if (webhookAddress === undefined) return;
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
    others = data.filter(({ url, status }) => url !== webhookAddress && status === 'enabled').length;
    const here = data.filter(({ url }) => url === webhookAddress);
    found.push(...wrongWith(here.find(({ status }) => status === 'enabled') ?? here[0], setUp));
  });
  await ask('events', async () => {
    const nowInSeconds = Math.floor(now.getTime() / 1000);
    const created = { gt: nowInSeconds - 72 * hourInSeconds, lt: nowInSeconds - hourInSeconds };
    const { data } = await stripe.events.list({ types: [...events], delivery_success: false, created, limit: 1 });
    if (data.length > 0)
      found.push({
        code: 'STRIPE-WEBHOOK-UNHEARD',
        severity: others === 0 ? 'must' : 'should',
        words: `In the last three days ${others === 0 ? 'the site' : 'the site, or another endpoint of the account,'} did not take what Stripe told it. Mostly STRIPE_WEBHOOK_SECRET is not the signing secret of this endpoint: copy it again.`,
        page: told.webhook,
      });
  });
  // A key that is refused is refused each time.
  return found.filter(
    ({ code, words }, place) => found.findIndex((one) => one.code === code && one.words === words) === place,
  );
}
