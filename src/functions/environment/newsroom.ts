/** Finds in the environment where staff want to be told. */
import type { Mode } from '../../giving/ledger/ledger.ts';
import type { Newsroom } from '../../giving/ledger/news-for-staff.ts';
import { blobsNamed } from './blobs.ts';
import { sendEmail } from './mail-server.ts';

/** How long a channel or a mail server may take: what did not arrive is sent again within the hour. */
export const mostForOneInMilliseconds = 8000;

/** Where staff are told in this mode. */
export const newsroom = (mode: Mode): Newsroom => ({
  mode,
  store: blobsNamed('news-for-staff'),
  send: channelFromEnvironment(),
  tellOperator: console.error,
});

/** Sends news to a channel of Slack’s or Teams’ (`STAFF_WEBHOOK_URL`), or else by email (`SMTP_URL` and `STAFF_EMAIL`); `undefined` where neither is set. */
export function channelFromEnvironment(
  { STAFF_WEBHOOK_URL: channel, SMTP_URL: mailServer, STAFF_EMAIL: address }: NodeJS.ProcessEnv = process.env,
  limitInMilliseconds = mostForOneInMilliseconds,
): ((text: string) => Promise<void>) | undefined {
  if (channel) return (text) => postTo(channel, text, limitInMilliseconds);
  if (mailServer && address) return (text) => newsByEmail(mailServer, address, text, limitInMilliseconds);
  return undefined;
}

/** Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. Whoever has the address can post there, so no message of an error may hold it. */
async function postTo(channel: string, text: string, limitInMilliseconds: number): Promise<void> {
  const { ok, status } = await fetch(channel, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(limitInMilliseconds),
  });
  if (!ok) throw Object.assign(new Error('The channel did not take it'), { code: String(status) });
}

const newsByEmail = (mailServer: string, address: string, text: string, limitInMilliseconds: number): Promise<void> =>
  sendEmail(
    mailServer,
    { from: address, to: address, subject: `Website: ${text.split(/[.:]\s/)[0]}`, text },
    limitInMilliseconds,
  );
