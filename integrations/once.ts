/** What is asked many times over is found once: thousands of pages share a few styles, scripts and fonts. */

/** The same as `find`, which is asked once for each text. */
export function once<Found>(find: (text: string) => Found): (text: string) => Found {
  const found = new Map<string, Found>();
  return (text) => {
    const before = found.get(text);
    if (before !== undefined) return before;
    const now = find(text);
    found.set(text, now);
    return now;
  };
}
