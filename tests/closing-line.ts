/** Ends a run of the tests with one line that says how many passed and failed; before it, why any was passed over. */
import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

export default class ClosingLine implements Reporter {
  #all: Suite | undefined;
  #errors = 0;

  onBegin(_config: unknown, all: Suite): void {
    this.#all = all;
  }

  onError(): void {
    this.#errors++;
  }

  onEnd({ status }: FullResult): void {
    for (const { title, annotations, results } of this.#all?.allTests() ?? []) {
      const skipped = [...annotations, ...results.flatMap((result) => result.annotations)].find(
        ({ type, description }) => type === 'skip' && description,
      );
      if (skipped) process.stdout.write(`\nPassed over: ${title}\n  ${skipped.description}\n`);
    }
    const outcomes = this.#all?.allTests().map((test) => test.outcome()) ?? [];
    const count = (...kinds: string[]) => outcomes.filter((outcome) => kinds.includes(outcome)).length;
    const failed = count('unexpected') + this.#errors;
    const skipped = count('skipped');
    const unseen = status !== 'passed' && failed === 0 ? 1 : 0;
    process.stdout.write(
      `\n${count('expected', 'flaky')} passed, ${failed + unseen} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
    );
  }

  printsToStdio(): boolean {
    return true;
  }
}
