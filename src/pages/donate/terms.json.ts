/** The terms of giving as of this build, for the functions that check a gift and tell staff of it: `/donate/terms.json`. */
import type { APIRoute } from 'astro';
import { allFunds, theCharity, theGiving } from '../../content.ts';
import type { GivingTerms } from '../../giving/gift.ts';
import type { NewsTerms } from '../../giving/ledger/news-for-staff.ts';

export const GET: APIRoute = async () => {
  const [charity, giving, funds] = await Promise.all([theCharity(), theGiving(), allFunds()]);
  const terms: GivingTerms & NewsTerms = {
    charityName: charity.name,
    ...(charity.telephone === undefined ? {} : { telephone: charity.telephone }),
    ...(charity.email === undefined ? {} : { email: charity.email }),
    minimumInPence: giving.minimumInPence,
    maximumInPence: giving.maximumInPence,
    presetsInPence: giving.presets.map(({ amountInPence }) => amountInPence),
    ...(giving.tellUsFromInPence === undefined ? {} : { tellUsFromInPence: giving.tellUsFromInPence }),
    generalFund: giving.generalFund,
    funds: funds.map(({ id, data: { title, state, opensOn, closesOn } }) => ({
      slug: id,
      title,
      state,
      ...(opensOn ? { opensOn } : {}),
      ...(closesOn ? { closesOn } : {}),
    })),
    ...(giving.cardFee ? { cardFee: giving.cardFee } : {}),
    giftAid: giving.giftAid !== undefined,
  };
  return Response.json(terms);
};
