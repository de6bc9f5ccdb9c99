/**
 * A monthly donor's own page, behind the link that was sent to them: shows what they give, and changes, pauses or stops it. Opening it changes nothing, for
 * programs that look through mail open links too; each change is posted, and done once.
 */
import { createHash } from 'node:crypto';
import { fillForm, type Refusal } from '../form/filled-form.ts';
import { type GivingTerms, mayBeSlip, reachUs, readOwnAmount } from '../gift.ts';
import { answerPage, isFromOurForm, readBody, sendTo } from '../posted.ts';
import { withoutDetails } from '../without-details.ts';
import { openLink } from './gift-link.ts';
import type { Letter, WritingDesk } from './letter.ts';
import {
  type Change,
  changeGift,
  isAsAsked,
  type MonthlyGift,
  monthlyGiftsOf,
  pageForCard,
  pauses,
  type StripeOfMonthlyGifts,
  stoppedGift,
} from './monthly-gifts.ts';
import { fillMyGift, sure, type ToShow } from './my-gift-page.ts';
import { each, letterOfChange, letterOfDoubt } from './what-was-done.ts';

/** What the page needs. */
export interface GiftDesk extends WritingDesk {
  readonly stripe: StripeOfMonthlyGifts | undefined;
  readonly terms: GivingTerms;
  /** The built page, as HTML: see `fillMyGift`. */
  readonly giftPage: string;
  /** The built page on which one asks for a link, as HTML. */
  readonly formPage: string;
  /** What links are sealed with. */
  readonly secret: string;
  readonly now: () => Date;
}

/** The link is in the page's address, which goes nowhere from here; the origin does, for our own form needs it. */
const keptToItself = { 'referrer-policy': 'strict-origin', 'x-robots-tag': 'noindex' };

/** What is asked for, once it is known that it may be. */
interface Visit {
  readonly link: string;
  readonly customers: readonly string[];
  readonly origin: string;
  readonly asked: URLSearchParams;
  readonly stripe: StripeOfMonthlyGifts;
}

/** Answers `/api/my-gift?link=…`: the page, a change (`303` to the page), what to mend (`422`), or why nothing was changed (`403`, `410`, `413`, `503`). */
export async function answerMyGift(request: Request, desk: GiftDesk): Promise<Response> {
  const { terms, secret, now } = desk;
  const { origin, searchParams } = new URL(request.url);
  const isPosted = request.method === 'POST';
  const body = isPosted ? await readBody(request) : '';
  const asked = isPosted ? new URLSearchParams(body ?? '') : searchParams;
  const refuse = (status: number, refusal: Refusal) =>
    answerPage(status, fillForm(desk.formPage, new URLSearchParams(), refusal), keptToItself);
  if (body === undefined) return refuse(413, { heading: 'That was too much', words: 'Nothing was changed.' });
  if (isPosted && !isFromOurForm(request)) {
    const words =
      'Nothing was changed. That came by way of another website. Please open the link in our message again.';
    return refuse(403, { heading: 'Please do it from here', words });
  }
  const link = asked.get('link');
  if (link === null) return sendTo('/donate/manage/');
  const customers = openLink(secret, link, now());
  if (!customers) {
    const words = 'Nothing was changed. A link works for half an hour: you can ask for another one here.';
    return refuse(410, { heading: 'That link works no more', words });
  }
  if (!desk.stripe) {
    const words = `Nothing was changed. We cannot show your gift on this site at the moment. Please ${reachUs(terms)}, and we will see to it.`;
    return refuse(503, { heading: 'Not just now', words });
  }
  const visit = { link, customers, origin, asked, stripe: desk.stripe };
  let gifts: readonly MonthlyGift[];
  try {
    gifts = await monthlyGiftsOf(visit.stripe, customers, terms);
    if (!isPosted) return await showGifts(visit, gifts, desk);
  } catch (error) {
    desk.tellOperator(`A monthly gift could not be looked up: ${withoutDetails(error)}`);
    return troubled(visit, [], desk, 'nothing was changed');
  }
  return answerChange(visit, gifts, desk);
}

const pageWith = (status: number, visit: Visit, shown: Omit<ToShow, 'link'>, { giftPage, terms }: GiftDesk) =>
  answerPage(status, fillMyGift(giftPage, { link: visit.link, ...shown }, terms), keptToItself);

/** The page's own address, for whoever has changed something there. */
function whenDone({ link, origin }: Visit, done: string, gift: string): string {
  return `${origin}/api/my-gift?${new URLSearchParams({ link, done, gift })}`;
}

async function showGifts(visit: Visit, gifts: readonly MonthlyGift[], desk: GiftDesk): Promise<Response> {
  const { stripe, customers, asked } = visit;
  const id = asked.get('gift') ?? '';
  const stopping = asked.get('action') === 'stop' ? gifts.find((gift) => gift.id === id) : undefined;
  if (stopping) return pageWith(200, visit, { gifts: [], stopping }, desk);
  const done = asked.get('done') ?? undefined;
  const stopped = done === 'stop' ? await stoppedGift(stripe, customers, id) : undefined;
  return pageWith(200, visit, { gifts, done, gift: id, stopped }, desk);
}

/** Says that Stripe is not to be reached. What was typed stands there still, to be sent again. */
function troubled(
  visit: Visit,
  gifts: readonly MonthlyGift[],
  desk: GiftDesk,
  certainty: 'nothing was changed' | 'not known',
): Response {
  const { asked } = visit;
  const again = `try again in a minute, or ${reachUs(desk.terms)}.`;
  const words =
    certainty === 'not known'
      ? `Stripe, where your gift is kept, gave no answer, so we cannot say yet whether it was changed. Please open this link again in a few minutes, or ${reachUs(desk.terms)}.`
      : `Nothing was changed. Stripe, where your gift is kept, did not answer. Please ${again}`;
  const refusal = { heading: 'Please try again', words };
  return pageWith(
    503,
    visit,
    { gifts, gift: asked.get('gift') ?? '', typed: asked, refusal, isUnreached: gifts.length === 0 },
    desk,
  );
}

/** What a form asks for; `undefined` when it asks for nothing that there is. */
function changeIn(asked: URLSearchParams, terms: GivingTerms): Change | { readonly mistake: string } | undefined {
  const action = asked.get('action');
  if (action === 'amount') {
    const amount = readOwnAmount(asked.get('amount') ?? '', terms);
    return 'mistake' in amount ? amount : { action, amountInPence: amount.amountInPence };
  }
  if (action === 'pause') {
    const months = pauses.find((one) => String(one) === asked.get('months'));
    return months === undefined ? undefined : { action, months };
  }
  return action === 'start' || action === 'stop' ? { action } : undefined;
}

/** Whether an amount is so large that it may be a slip, and its donor has not said yet that it is none. */
const isUnsure = (
  { amountInPence }: Pick<MonthlyGift, 'amountInPence'>,
  asked: URLSearchParams,
  terms: GivingTerms,
): boolean => mayBeSlip(amountInPence, terms) && asked.get(sure) !== String(amountInPence);

async function answerChange(visit: Visit, gifts: readonly MonthlyGift[], desk: GiftDesk): Promise<Response> {
  const { asked, stripe } = visit;
  const id = asked.get('gift') ?? '';
  const gift = gifts.find((one) => one.id === id);
  const isForCard = asked.get('action') === 'card';
  const change = isForCard ? undefined : changeIn(asked, desk.terms);
  if (change && 'mistake' in change && gift) {
    const refusal = { heading: 'Nearly there', words: 'Nothing was changed. One thing needs another look:' };
    return pageWith(422, visit, { gifts, gift: id, typed: asked, refusal, mistake: change.mistake }, desk);
  }
  if (gift && change && 'action' in change && change.action === 'amount' && isUnsure(change, asked, desk.terms)) {
    const words = `You typed ${each(change)}. If you mean it, press “Change it” once more`;
    const typed = new URLSearchParams(asked);
    typed.set(sure, String(change.amountInPence));
    const refusal = { heading: 'Is that right?', words: 'Nothing was changed yet.' };
    return pageWith(422, visit, { gifts, gift: id, typed, refusal, mistake: words }, desk);
  }
  // The second of two presses on “Stop it” finds nothing to stop.
  if (!gift && change && 'action' in change && change.action === 'stop') return sendTo(whenDone(visit, 'stop', id));
  if (!gift || (!isForCard && (!change || 'mistake' in change))) {
    const words = 'Nothing was changed. Please look at what stands here now.';
    return pageWith(422, visit, { gifts, refusal: { heading: 'That cannot be done', words } }, desk);
  }
  try {
    if (!change || 'mistake' in change) {
      const addresses = { back: whenDone(visit, '', id), changed: whenDone(visit, 'card', id) };
      return sendTo(await pageForCard(stripe, gift, addresses), keptToItself);
    }
    if (!isAsAsked(gift, change)) {
      const { terms } = desk;
      const changed = await changeGift(stripe, gift, change, { idempotencyKey: keyOf(asked), terms });
      // A second press looks like a first that was asked again when its answer was lost. Two letters harm nobody; with none, a donor does not hear what another did.
      if (isAsAsked(changed, change)) desk.afterwards(tellDonor(change, gift, changed, visit, desk));
    }
    return sendTo(whenDone(visit, change.action, id), keptToItself);
  } catch (error) {
    const action = change && 'action' in change ? change.action : 'card';
    desk.tellOperator(`A monthly gift could not be changed (${action}): ${withoutDetails(error)}`);
    return afterTrouble(visit, gift, change && 'action' in change ? change : undefined, desk);
  }
}

/** An answer that was lost on its way is no answer: what became of the change is looked up. */
async function afterTrouble(
  visit: Visit,
  before: MonthlyGift,
  change: Change | undefined,
  desk: GiftDesk,
): Promise<Response> {
  const { id } = before;
  let gifts: readonly MonthlyGift[];
  try {
    gifts = await monthlyGiftsOf(visit.stripe, visit.customers, desk.terms);
  } catch {
    if (change) {
      const { origin } = visit;
      desk.afterwards(writeOfIt(() => letterOfDoubt({ to: before.email, origin, terms: desk.terms }), desk));
    }
    return troubled(visit, [], desk, change ? 'not known' : 'nothing was changed');
  }
  const gift = gifts.find((one) => one.id === id);
  if (change && isAsAsked(gift, change)) {
    desk.afterwards(tellDonor(change, before, gift ?? before, visit, desk));
    return sendTo(whenDone(visit, change.action, id), keptToItself);
  }
  return troubled(visit, gifts, desk, 'nothing was changed');
}

/** Writes to the donor of what was done: Stripe does not. Never rejects. */
async function tellDonor(
  change: Change,
  { email: to, paidBy }: MonthlyGift,
  changed: MonthlyGift,
  { origin }: Visit,
  desk: GiftDesk,
): Promise<void> {
  // What it is taken from, Stripe does not tell anew.
  const gift = { ...changed, ...(paidBy ? { paidBy } : {}) };
  await writeOfIt(() => letterOfChange(change, gift, { to, origin, terms: desk.terms }), desk);
}

/** Sends a letter about a change, where the site can. What was done is done, whether or not it goes. Never rejects. */
async function writeOfIt(write: () => Letter | undefined, { send, tellOperator }: GiftDesk): Promise<void> {
  try {
    const letter = write();
    if (letter) await send?.(letter);
  } catch (error) {
    tellOperator(`A donor was not written to of a change of their monthly gift: ${withoutDetails(error)}`);
  }
}

/** Two presses of a button are one change; the same button on a page that was opened anew is another. */
const keyOf = (asked: URLSearchParams): string => createHash('sha256').update(asked.toString()).digest('hex');
