/**
 * Sends a monthly donor the link to their gift, to the address they give from. Whoever asks is answered alike and at once, whether or not the address is
 * known: it is looked up, and written to, after the answer.
 */
import type Stripe from 'stripe';
import { isTrapped, trapBox, trapMistake } from '../../trap-for-robots.ts';
import { openPage, setAttribute, setText } from '../built-page.ts';
import { fillForm, type Refusal } from '../form/filled-form.ts';
import { type GivingTerms, reachUs } from '../gift.ts';
import { answerPage, isFromOurForm, readBody, sendTo } from '../posted.ts';
import { withoutDetails } from '../without-details.ts';
import { linkLastsInMinutes, sealLink } from './gift-link.ts';
import type { Letter, WritingDesk } from './letter.ts';
import { isMonthlyGift } from './monthly-gifts.ts';

/** What answering needs. */
export interface LinkDesk extends WritingDesk {
  readonly stripe: Pick<Stripe, 'customers' | 'subscriptions'> | undefined;
  readonly terms: GivingTerms;
  /** The built page of the form, as HTML, with hidden parts `[data-when="…"]`. */
  readonly formPage: string;
  /** Stripe's own page for asking for such a link, for a site that can send none. */
  readonly stripesOwnPage: string | undefined;
  /** What links are sealed with. */
  readonly secret: string;
  readonly now: () => Date;
}

/** The most that an address can have: https://www.rfc-editor.org/errata/eid1690 */
const longestEmail = 254;

/** How often an address is written to at the most: nobody can fill a donor's mailbox by asking. */
const minutesBetweenLetters = 5;

/** Answers `POST /api/manage`: the form, filled, with what to mend; or where to look next. */
export async function sendGiftLink(request: Request, desk: LinkDesk): Promise<Response> {
  const { formPage, terms } = desk;
  if (request.method !== 'POST') return sendTo('/donate/manage/');
  const body = await readBody(request);
  const typed = new URLSearchParams(body ?? '');
  const refuse = (status: number, refusal: Refusal) => answerPage(status, fillForm(formPage, typed, refusal));
  if (body === undefined)
    return refuse(413, { heading: 'That was too much', words: 'Please type only your email address.' });
  if (!isFromOurForm(request)) {
    const words = 'It came by way of another website. If you meant to ask for a link, please do so from here.';
    return refuse(403, { heading: 'Please send it from here', words });
  }
  const mistakes = mistakesIn(typed);
  if (mistakes) return refuse(422, { heading: 'Nearly there', words: 'One thing needs another look:', mistakes });

  const { stripe, send, stripesOwnPage } = desk;
  if (stripe && send) {
    const email = (typed.get('email') ?? '').trim();
    desk.afterwards(writeTo(email, new URL(request.url).origin, { ...desk, stripe, send }));
    return answerPage(200, onlyWhen('asked', formPage));
  }
  if (stripesOwnPage) return answerPage(200, onlyWhen('at Stripe', formPage, { stripesOwnPage }));
  return answerPage(503, onlyWhen('by hand', formPage, { reachUs: reachUs(terms) }));
}

function mistakesIn(typed: URLSearchParams): Readonly<Record<string, string>> | undefined {
  if (isTrapped(typed)) return { [trapBox]: trapMistake };
  const email = (typed.get('email') ?? '').trim();
  if (email === '') return { email: 'Type your email address' };
  // Nothing that would make one address two, or a line of a message's head.
  const isAddress =
    email.length <= longestEmail &&
    /^[^\s@,;:<>()[\]\\"\p{Cc}]+@[^\s@,;:<>()[\]\\"\p{Cc}]+\.[^\s@,;:<>()[\]\\"\p{Cc}]+$/u.test(email);
  return isAddress ? undefined : { email: 'Type your email with an @ and a full stop, like name@mail.example' };
}

/** The page with one of its other parts in the form's place. */
function onlyWhen(
  state: 'asked' | 'at Stripe' | 'by hand',
  page: string,
  { stripesOwnPage, reachUs = '' }: { readonly stripesOwnPage?: string; readonly reachUs?: string } = {},
): string {
  const open = openPage(page);
  open.keepWhen([state]);
  for (const link of open.having('data-stripes-own-page')) setAttribute(link, 'href', stripesOwnPage);
  for (const place of open.having('data-said', 'reachUs')) setText(place, reachUs);
  return open.html();
}

type Ready = LinkDesk & { readonly [Key in 'stripe' | 'send']-?: NonNullable<LinkDesk[Key]> };

/** Looks an address up, and writes to it if monthly gifts come from there. Never rejects. */
async function writeTo(email: string, origin: string, desk: Ready): Promise<void> {
  const { customers } = desk.stripe;
  const asked = { limit: 100, expand: ['data.subscriptions'] };
  // People do not mind capital letters. Stripe’s list does, and has who began a minute ago; its search does not, and may not have them yet.
  const ways = [
    ...[...new Set([email, email.toLowerCase()])].map(
      (spelling) => () => customers.list({ ...asked, email: spelling }),
    ),
    () => customers.search({ limit: 100, expand: asked.expand, query: `email:"${email}"` }),
  ];
  const found = new Map<string, Stripe.Customer>();
  try {
    let lost: unknown;
    // One after the other: what is found in one way must not hide that another was not answered.
    for (const look of ways)
      await look().then(
        ({ data }) => {
          // A search may find more than what is asked for: nobody is written to because somebody else asks.
          for (const donor of data) if (donor.email?.toLowerCase() === email.toLowerCase()) found.set(donor.id, donor);
        },
        (error: unknown) => {
          lost = error;
        },
      );
    for (const [to, donors] of Map.groupBy(found.values(), ({ email: own }) => own ?? email))
      await writeToDonors(donors, to, origin, desk);
    if (lost) throw lost;
  } catch (error) {
    desk.tellOperator(`A link to a monthly gift may not have been sent: ${withoutDetails(error)}`);
  }
}

/** Writes once to who has this address at Stripe, if monthly gifts come from there. */
async function writeToDonors(
  all: readonly Stripe.Customer[],
  to: string,
  origin: string,
  { stripe, send, terms, secret, now }: Ready,
): Promise<void> {
  const donors = all.filter(({ subscriptions }) => subscriptions?.data.some(isMonthlyGift));
  const gifts = donors.flatMap(({ subscriptions }) => subscriptions?.data.filter(isMonthlyGift) ?? []);
  const [first] = gifts;
  const since = now().getTime() - minutesBetweenLetters * 60_000;
  if (!first || gifts.some(({ metadata }) => Date.parse(metadata.linkSentAt ?? '') > since)) return;
  const link = sealLink(
    secret,
    donors.map(({ id }) => id),
    now(),
  );
  await send(letterWith(link, { to, origin, terms }));
  await stripe.subscriptions.update(first.id, { metadata: { linkSentAt: now().toISOString() } });
}

/** Nothing but the link: a message can be read by others. */
const letterWith = (
  link: string,
  { to, origin, terms }: { readonly to: string; readonly origin: string; readonly terms: GivingTerms },
): Letter => ({
  to,
  subject: `Your monthly gift to ${terms.charityName}`,
  text: [
    'Hello,',
    'here is the link to your monthly gift. With it you can change the amount, pause, use another card, or stop:',
    `${origin}/api/my-gift?link=${link}`,
    `It works for ${linkLastsInMinutes} minutes. Opening it changes nothing.`,
    'If you did not ask for it, you need do nothing. It was sent to you alone.',
    `Would you rather talk? Please ${reachUs(terms, origin)}.`,
    terms.charityName,
  ].join('\n\n'),
});
