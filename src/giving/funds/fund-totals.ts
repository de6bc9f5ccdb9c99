/** What each fund has: the sum over the ledger, for everybody to read. It says nothing of any one gift but that it is among them. */
import { securityHeaders } from '../../security-headers.ts';
import type { Entries, Ledger } from '../ledger/ledger.ts';
import { withoutDetails } from '../without-details.ts';

/** What is held of the gifts to one fund, and how many they are. */
export interface FundTotal {
  readonly heldInPence: number;
  readonly gifts: number;
}

/** What each fund has at one moment. */
export interface FundTotals {
  /** By the fund’s slug. A fund without gifts is not there. */
  readonly funds: Readonly<Record<string, FundTotal>>;
  /** The gifts for wherever they are needed most. */
  readonly general: FundTotal;
  /** When it was summed up, ISO 8601. */
  readonly at: string;
}

/** Where the site answers with them. */
export const fundTotalsPath = '/api/funds';

/** Sums up. A gift of which nothing is held any more is none. */
export function totalsOf(entries: Entries, at: Date): FundTotals {
  const funds = new Map<string | null, FundTotal>();
  for (const { fund, heldInPence } of Object.values(entries)) {
    if (heldInPence === 0) continue;
    const before = funds.get(fund) ?? { heldInPence: 0, gifts: 0 };
    funds.set(fund, { heldInPence: before.heldInPence + heldInPence, gifts: before.gifts + 1 });
  }
  const general = funds.get(null) ?? { heldInPence: 0, gifts: 0 };
  funds.delete(null);
  return { funds: Object.fromEntries(funds as Map<string, FundTotal>), general, at: at.toISOString() };
}

/** What answering needs. */
export interface Counter {
  readonly ledger: Ledger;
  readonly now: Date;
  /** Writes a line for whoever runs the site. */
  readonly tellOperator: (line: string) => void;
}

/**
 * Answers with the totals. Netlify keeps the answer for half a minute, and gives the old one for as long again while it asks for a new one: however many
 * read it, the ledger is read twice a minute. So an address that would be kept apart is refused.
 */
export async function answerFundTotals(request: Request, { ledger, now, tellOperator }: Counter): Promise<Response> {
  const refuse = (status: number, words: string) =>
    new Response(words, {
      status,
      headers: {
        ...securityHeaders,
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      },
    });
  if (new URL(request.url).search !== '') return refuse(404, 'There are no more questions to ask here.');
  try {
    const totals = totalsOf(await ledger.entries(), now);
    return Response.json(totals, {
      headers: {
        ...securityHeaders,
        'cache-control': 'public, max-age=0, must-revalidate',
        'netlify-cdn-cache-control': 'public, max-age=30, stale-while-revalidate=30',
      },
    });
  } catch (error) {
    tellOperator(`The ledger could not be read: ${withoutDetails(error)}`);
    return refuse(503, 'The figures cannot be read just now.');
  }
}
