/** A letter to a donor, and what whoever writes one needs. */

/** A message to a donor. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What it takes to write to a donor. */
export interface WritingDesk {
  /** Sends a letter. Absent, the site has no mail server. Rejects when it was not taken. */
  readonly send: ((letter: Letter) => Promise<void>) | undefined;
  /** Has work go on once the answer is on its way. */
  readonly afterwards: (work: Promise<void>) => void;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}
