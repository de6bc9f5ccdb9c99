/** What a link asks for on the form: `/donate/?amount=2500&frequency=monthly&fund=chesham-hub`, the amount in pence. Netlify leads such a link to the function, which fills the form. */
import { type Gift, type GivingTerms, ownAmount, withinLimits } from '../gift.ts';
import { poundsAndPence } from '../pounds.ts';
import { wayBackMark } from './typed-before.ts';

/** The parts of the form that a link can fill: nothing of a person’s. Netlify leads there whoever asks for any of them. */
export const askable = ['frequency', 'amount', 'fund'] as const;

/** The boxes that are still ticked when a donor comes back from paying, or gives the same each month. What is typed is no matter for an address: their own browser keeps it (`typed-before.ts`). */
const ticks = ['giftAid', 'coverFee', 'noNews'] as const;

/**
 * What stands in the fields of the form when a link has asked for this. An amount that is none of the presets is the donor’s own. What is not known,
 * or would be refused, is left as the form has it.
 * @param funds the slugs of those that are open
 */
export function askedFor(query: URLSearchParams, terms: GivingTerms, funds: readonly string[]): Record<string, string> {
  const [frequency, amount, fund] = askable.map((name) => query.get(name) ?? '');
  const asked = withinLimits(/^[1-9]\d{0,8}$/.test(amount ?? '') ? Number(amount) : undefined, terms);
  return {
    ...(frequency === 'once' || frequency === 'monthly' ? { frequency } : {}),
    ...('mistake' in asked
      ? {}
      : terms.presetsInPence.includes(asked.amountInPence)
        ? { amount: String(asked.amountInPence) }
        : { amount: ownAmount, otherAmount: poundsAndPence(asked.amountInPence).replace(/\.00$/, '') }),
    ...(fund && funds.includes(fund) ? { fund } : {}),
    ...Object.fromEntries(ticks.filter((name) => query.get(name) === 'yes').map((name) => [name, 'yes'])),
  };
}

/** What of a gift an address can ask for. */
interface Choices {
  readonly frequency: string;
  readonly amountInPence: number;
  readonly fund?: string | undefined;
}

/**
 * The address of the form with these choices in it, and these boxes ticked, for a link or a way back. With a tick it is the address of the function itself:
 * on the way there from the page, Netlify takes along only what a link may ask for, and a tick would be lost.
 */
function addressAskingFor(
  { frequency, amountInPence, fund }: Choices,
  isTicked: Partial<Record<(typeof ticks)[number] | typeof wayBackMark, boolean>> = {},
): string {
  const ticked = ([...ticks, wayBackMark] as const).filter((name) => isTicked[name]).map((name) => [name, 'yes']);
  const query = new URLSearchParams({
    amount: String(amountInPence),
    frequency,
    ...(fund ? { fund } : {}),
    ...Object.fromEntries(ticked),
  });
  return `${ticked.length > 0 ? '/api/donate' : '/donate/'}?${query}`;
}

/** The address of the form for the same gift each month, with the fee for a donor who has just chosen to add it. */
export const sameEachMonth = (gift: Omit<Choices, 'frequency'>, { coversFee }: { readonly coversFee: boolean }) =>
  addressAskingFor({ ...gift, frequency: 'monthly' }, { coverFee: coversFee });

/** The address that Stripe’s page leads back to: the form as it was, but for what is a person’s. A donor without JavaScript would else pay again without their Gift Aid. */
export function wayBack(gift: Gift): string {
  const { declaration, feeCoverInPence, keepInTouch } = gift;
  return addressAskingFor(gift, {
    giftAid: declaration !== undefined,
    coverFee: feeCoverInPence > 0,
    noNews: !keepInTouch,
    [wayBackMark]: true,
  });
}
