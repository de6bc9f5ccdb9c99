/** Whether a fund takes gifts on a day: staff say so, and it has its first and its last day. */
import type { Fund } from '../../schema/funds.ts';

export type FundState = 'to come' | 'open' | 'closed';

/** What a fund is on this day, `YYYY-MM-DD`. It is open on its last day. */
export function fundState(
  { state, opensOn, closesOn }: Pick<Fund, 'state' | 'opensOn' | 'closesOn'>,
  today: string,
): FundState {
  if (state === 'closed' || (closesOn !== undefined && closesOn < today)) return 'closed';
  return opensOn !== undefined && opensOn > today ? 'to come' : 'open';
}
