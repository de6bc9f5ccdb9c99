/** Puts the practice Stripe behind the site when there is no Stripe key, so that giving can be tried with no account and no money. */
import { eventsHeard } from '../../src/giving/ledger/webhook.ts';
import { PRACTICE_SECRET_KEY, PRACTICE_WEBHOOK_SECRET } from '../../tests/practice-stripe/practice-keys.ts';
import { type Message, type PracticeStripe, startPracticeStripe } from '../../tests/practice-stripe/server.ts';

/**
 * Starts it, and sets the environment of the functions to it. With a test key of Stripe’s own in the environment there is no need, and none is started;
 * a live key is refused: nothing on one’s own machine may move real money.
 */
export async function practiseGiving(siteAddress: string): Promise<PracticeStripe | undefined> {
  const key = process.env.STRIPE_SECRET_KEY;
  if (key?.startsWith('sk_live') || key?.startsWith('rk_live')) {
    throw new Error(
      'STRIPE_SECRET_KEY is a live key. Take it out of the environment: on this machine, only practice or test keys are used.',
    );
  }
  if (key) return undefined;
  const practice = await startPracticeStripe({
    secretKey: PRACTICE_SECRET_KEY,
    webhook: { url: `${siteAddress}/api/stripe-webhook`, secret: PRACTICE_WEBHOOK_SECRET, events: eventsHeard },
    heardMessage: showMessage,
  });
  Object.assign(process.env, {
    STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: PRACTICE_WEBHOOK_SECRET,
    PRACTICE_STRIPE_URL: practice.url,
  });
  return practice;
}

/** Shows whoever practises what the site would have sent to a donor: on one’s own machine there is no mailbox to look in. */
const showMessage = ({ to, subject, text }: Message): void => {
  process.stdout.write(
    `\n  Practice: there is no mail server, so this was sent to nobody.\n\n  To: ${to}\n  Subject: ${subject}\n\n${text.replace(/^(?=.)/gm, '  ')}\n\n`,
  );
};
