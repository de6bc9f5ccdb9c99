/**
 * A mailbox for practice, `/practice/mail`: where the site has no mail server, what it would send to a donor is put here, and can be read and followed.
 * It is no part of Stripe.
 */
import { z } from 'zod';
import type { Account } from './account.ts';
import { parseForm } from './form-parameters.ts';
import { type Html, html, practicePage } from './practice-page.ts';

/** A message that the site sent. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Where the mailbox is, on the practice Stripe. */
export const MAILBOX_PATH = '/practice/mail';

/** How many messages it keeps: the newest. */
const KEPT = 20;

const message = z.strictObject({ to: z.string(), subject: z.string(), text: z.string() });

/** `GET /practice/mail`: the messages, the newest first, with their links to follow. */
export function showMailbox({ mail }: Account): Response {
  return practicePage({
    title: 'Messages',
    main: html`<h1>Messages</h1>
<p>The site has no mail server here. What it would send comes to this page.</p>
${mail.length === 0 ? html`<p>Nothing has come yet.</p>` : undefined}
<ul>${mail.toReversed().map(messageShown)}</ul>`,
  });
}

/** `POST /practice/mail` with `to`, `subject` and `text`: a message comes in. */
export function takeMessage({ mail, heardMessage }: Account, form: string): Response {
  const read = message.safeParse(parseForm(form));
  if (!read.success) return new Response(null, { status: 400 });
  mail.push(read.data);
  mail.splice(0, mail.length - KEPT);
  heardMessage(read.data);
  return new Response(null, { status: 204 });
}

function messageShown({ to, subject, text }: Message): Html {
  return html`<li>
<p><strong>${subject}</strong></p>
<p>To: ${to}</p>
${text.split(/\n+/).map((line) => html`<p>${/^https?:\/\/\S+$/.test(line) ? html`<a href="${line}">${line}</a>` : line}</p>`)}
</li>`;
}
