/** Puts what a fund has now in the place of what it had when the page was built. Where nobody answers, that stays, with its date. */
import type { FundTotals } from './fund-totals.ts';
import { countedInWords, raisedInWords } from './progress-in-words.ts';

const totals: FundTotals | undefined = await fetch('/api/funds').then(
  (answer) => (answer.ok ? answer.json() : undefined),
  () => undefined,
);
if (totals) {
  for (const place of document.querySelectorAll<HTMLElement>('[data-fund]')) {
    const meter = place.querySelector('meter') as HTMLMeterElement;
    const [raised, counted] = place.querySelectorAll('p');
    const total = totals.funds[place.dataset.fund ?? ''] ?? { heldInPence: 0, gifts: 0 };
    meter.value = total.heldInPence;
    if (raised) raised.textContent = raisedInWords(total, meter.max);
    if (counted) counted.textContent = countedInWords(total, 'this minute');
    place.dataset.counted = '';
  }
}
