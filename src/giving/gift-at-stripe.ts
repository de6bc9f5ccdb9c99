/** What a gift says of itself at Stripe, in metadata: the only record there is of what its donor chose. Written and read here. */
import type Stripe from 'stripe';
import { poundsInWords } from '../money.ts';
import type { Frequency, Gift } from './gift.ts';
import { metadataOf as giftAidOf } from './gift-aid/gift-aid.ts';
import { type TributeKind, tributes } from './tribute.ts';

/** The mark that a gift bears: the charity may take other payments with the same account, and only what bears it is a gift. */
export const giftMark = { kind: 'gift' } as const;

/** Whether what bears this metadata is a gift. */
export const isGift = (metadata: Stripe.Metadata | null | undefined): metadata is Stripe.Metadata =>
  metadata?.kind === giftMark.kind;

/**
 * A gift as metadata: on the payment of a single gift, on the subscription of a monthly one, which Stripe copies to each invoice. A key whose value is
 * empty is left out, as Stripe would. https://docs.stripe.com/metadata
 */
export function giftMetadata(gift: Gift): Record<string, string> {
  const { fund, frequency, feeCoverInPence, declaration, tribute, message, keepInTouch } = gift;
  return {
    ...giftMark,
    ...(fund ? { fund } : {}),
    ...(frequency === 'monthly' ? { frequency } : {}),
    ...(feeCoverInPence > 0 ? { feeCoverInPence: String(feeCoverInPence) } : {}),
    ...(declaration ? giftAidOf(declaration) : {}),
    ...(tribute ? { tribute: tribute.kind, tributeName: tribute.name } : {}),
    ...(tribute?.message ? { tributeMessage: tribute.message } : {}),
    ...(tribute?.tell ? { tributeTell: tribute.tell } : {}),
    ...(message ? { message } : {}),
    ...(keepInTouch ? {} : { keepInTouch: 'no' }),
  };
}

/** What a donor wrote with a gift and asked for by it. It is for the charity’s staff alone. */
export interface WordsWithGift {
  readonly message: string;
  readonly tribute?: TributeKind;
  readonly tributeName: string;
  readonly tributeMessage: string;
  /** Who is to be told of the gift, and where they live. */
  readonly tributeTell: string;
  readonly keepInTouch: boolean;
}

/** The donor’s words in a gift’s metadata; `''` for what they left out. */
export function wordsIn(metadata: Readonly<Record<string, string>>): WordsWithGift {
  const { message = '', tribute = '', tributeName = '', tributeMessage = '', tributeTell = '' } = metadata;
  return {
    message,
    ...(Object.hasOwn(tributes, tribute) ? { tribute: tribute as TributeKind } : {}),
    tributeName,
    tributeMessage,
    tributeTell,
    keepInTouch: metadata.keepInTouch !== 'no',
  };
}

/** A gift in a line, for its donor's receipt and for staff at Stripe. */
export const describeGift = (amountInPence: number, frequency: Frequency, purpose: string): string =>
  `Gift of ${poundsInWords(amountInPence)}${frequency === 'monthly' ? ' each month' : ''}: ${purpose}`;

/** What a gift is for, by such a line; `undefined` where it is not one. */
export const purposeIn = (description: string | null): string | undefined =>
  /^Gift of [^:]+: (.+)$/s.exec(description ?? '')?.[1];
