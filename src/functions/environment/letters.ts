/** Finds in the environment how donors are written to. */
import type { Letter } from '../../giving/monthly/letter.ts';
import { sendEmail } from './mail-server.ts';
import { practiceStripe } from './stripe-client.ts';

/**
 * Sends a letter to a donor by the mail server (`SMTP_URL`), from `DONOR_EMAIL_FROM` or else the charity’s own address. While practising, where there is
 * no mail server, it goes to the mailbox of the practice Stripe. `undefined` where a letter can go neither way.
 */
export function letterSender(
  charityEmail: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): ((letter: Letter) => Promise<void>) | undefined {
  const { SMTP_URL: mailServer, DONOR_EMAIL_FROM } = environment;
  const from = DONOR_EMAIL_FROM || charityEmail;
  if (mailServer) return from ? (letter) => sendEmail(mailServer, { from, ...letter }) : undefined;
  const practice = practiceStripe(environment);
  return practice && ((letter) => putInMailbox(practice, letter));
}

async function putInMailbox(practice: URL, { to, subject, text }: Letter): Promise<void> {
  const body = new URLSearchParams({ to, subject, text });
  const { ok, status } = await fetch(new URL('/practice/mail', practice), { method: 'POST', body });
  if (!ok) throw Object.assign(new Error('The mailbox did not take it'), { code: String(status) });
}
