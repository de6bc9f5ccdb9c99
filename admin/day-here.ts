/** The day on the calendar on the wall of whoever writes, `YYYY-MM-DD`, as Swedes write it. */
export const dayHere = (): string => new Date().toLocaleDateString('sv-SE');
