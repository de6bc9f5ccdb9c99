/** What happens by itself when its time comes, in the order it comes: a page that nobody paid on expires, a month is over. */
import type { Account } from './account.ts';
import { sessionsDue } from './checkout-sessions.ts';
import { subscriptionsDue } from './subscriptions.ts';

/** Something that happens at a moment, in epoch seconds. Once it has, it is not due any more. */
export interface Due {
  readonly at: number;
  happen(): void;
}

/** Everything that was due by now happens, with the clock at its own moment. */
export function letTimePass(account: Account): void {
  for (;;) {
    const next = [...sessionsDue(account), ...subscriptionsDue(account)]
      .filter(({ at }) => at <= account.clock.time)
      .sort((one, other) => one.at - other.at)[0];
    if (next === undefined) return;
    account.clock.at(next.at, next.happen);
  }
}
