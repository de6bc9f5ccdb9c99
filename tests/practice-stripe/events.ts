/** The events of the practice Stripe: what Stripe tells a site's webhook when something happens. */
import Stripe from 'stripe';
import { newIdentifier } from './identifiers.ts';

/**
 * The event `checkout.session.completed` about a session that was just paid.
 * `created` is in epoch seconds. It has no request, for it was the donor and not an API call that caused it.
 */
export function checkoutSessionCompleted(
  session: Stripe.Checkout.Session,
  created: number,
): Stripe.CheckoutSessionCompletedEvent {
  return {
    id: newIdentifier('event'),
    object: 'event',
    api_version: Stripe.API_VERSION,
    created,
    data: { object: session },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'checkout.session.completed',
  } satisfies Stripe.Event;
}
