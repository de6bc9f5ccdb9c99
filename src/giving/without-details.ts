/** What may be said of an error where others can read it: nothing of a donor's. */

/** The error's kind, and Stripe's own number for the request; never its words, which can repeat what a donor typed. */
export function withoutDetails(error: unknown): string {
  const { type, code, requestId, name } = (error ?? {}) as Partial<
    Record<'type' | 'code' | 'requestId' | 'name', string>
  >;
  return [type ?? name ?? 'unknown error', code, requestId].filter(Boolean).join(' ');
}
