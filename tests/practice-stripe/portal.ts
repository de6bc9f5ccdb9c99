/** The customer portal: a link, for a short time, to a page where a monthly donor changes their card or stops. */
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Account } from './account.ts';
import type { ApiRoute } from './api.ts';
import { type NamesOf, type NotDoneYet, readParameters, type TheRestOf, text, webAddress } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { invalidRequest, noSuchParameter } from './refusal.ts';

type CreateParams = Stripe.BillingPortal.SessionCreateParams;
type FlowDataParams = Stripe.BillingPortal.SessionCreateParams.FlowData;

/** How long a link waits to be followed, and then how long the page may stand idle (https://docs.stripe.com/customer-management/integrate-customer-portal). */
const WAITS_IN_SECONDS = 5 * 60;
const IDLE_IN_SECONDS = 60 * 60;

/** One session of the portal, and until when its page can be used. */
export interface PortalVisit {
  readonly session: Stripe.BillingPortal.Session;
  readonly until: number;
}

/** The visit that a page's address belongs to, and an hour more for it; undefined when its time is over. */
export function visitAt(account: Account, url: string): PortalVisit | undefined {
  const { time } = account.clock;
  const visit = [...account.portalVisits.values()].find(({ session }) => session.url === url);
  if (visit === undefined || visit.until <= time) return undefined;
  const renewed = { ...visit, until: time + IDLE_IN_SECONDS };
  account.portalVisits.set(visit.session.id, renewed);
  return renewed;
}

const flowData = {
  after_completion: z
    .strictObject({
      hosted_confirmation: z.strictObject({ custom_message: text().optional() }).optional(),
      redirect: z.strictObject({ return_url: webAddress() }).optional(),
      type: z.enum(['hosted_confirmation', 'portal_homepage', 'redirect']),
    })
    .optional(),
  subscription_cancel: z.strictObject({ subscription: text() }).optional(),
  type: z.enum(['payment_method_update', 'subscription_cancel']),
} satisfies NamesOf<FlowDataParams>;

const parameters = {
  customer: text(),
  flow_data: z.strictObject(flowData).optional(),
  locale: text().optional(),
  return_url: webAddress().optional(),
} satisfies NamesOf<CreateParams>;

const LATER = {
  '': {
    after_expiration: true,
    configuration: true,
    customer_account: true,
    on_behalf_of: true,
  } satisfies TheRestOf<CreateParams, typeof parameters>,
  flow_data: {
    subscription_pause: true,
    subscription_update: true,
    subscription_update_confirm: true,
  } satisfies TheRestOf<FlowDataParams, typeof flowData>,
  'flow_data[subscription_cancel]': { retention: true },
} satisfies NotDoneYet;

/** The route of the API that makes a link to the portal. */
export function portalRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/billing_portal\/sessions$/,
      answer: (_id, form) => {
        const asked = readParameters(z.strictObject(parameters), form, LATER);
        if (!account.customers.has(asked.customer)) throw noSuchParameter('customer', asked.customer, 'customer');
        const session: Stripe.BillingPortal.Session = {
          id: newIdentifier('portalSession'),
          object: 'billing_portal.session',
          configuration: 'bpc_practice',
          created: account.clock.time,
          customer: asked.customer,
          customer_account: null,
          flow: asked.flow_data === undefined ? null : flowOf(account, asked.customer, asked.flow_data),
          livemode: false,
          locale: asked.locale ?? null,
          on_behalf_of: null,
          return_url: asked.return_url ?? null,
          url: `${account.pagesUrl}/p/session/${newIdentifier('portalAddress')}`,
        };
        account.portalVisits.set(session.id, { session, until: session.created + WAITS_IN_SECONDS });
        return session;
      },
    },
  ];
}

function flowOf(
  account: Account,
  customer: string,
  asked: z.output<z.ZodObject<typeof flowData>>,
): Stripe.BillingPortal.Session.Flow {
  const { after_completion, subscription_cancel, type } = asked;
  const param = 'flow_data[subscription_cancel][subscription]';
  if (type === 'subscription_cancel') {
    if (subscription_cancel === undefined) {
      throw invalidRequest(`Missing required param: ${param}.`, param, 'parameter_missing');
    }
    const subscription = account.subscriptions.get(subscription_cancel.subscription);
    if (subscription?.customer !== customer) {
      throw noSuchParameter('subscription', subscription_cancel.subscription, param);
    }
    if (subscription.status === 'canceled' || subscription.cancel_at_period_end) {
      throw invalidRequest(
        `The subscription \`${subscription.id}\` in \`${param}\` is already set to be canceled.`,
        param,
      );
    }
  }
  return {
    after_completion: {
      hosted_confirmation:
        after_completion?.type === 'hosted_confirmation'
          ? { custom_message: after_completion.hosted_confirmation?.custom_message ?? null }
          : null,
      redirect: after_completion?.type === 'redirect' ? (after_completion.redirect ?? null) : null,
      type: after_completion?.type ?? 'portal_homepage',
    },
    customer_update: null,
    subscription_cancel:
      subscription_cancel === undefined ? null : { retention: null, subscription: subscription_cancel.subscription },
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type,
  };
}
