/** The box that nobody sees: robots fill in every box, and what comes with this one filled in is refused. */

/** The name of the box, in every form that has one. */
export const trapBox = 'leaveEmpty';

/** What to say to whoever did fill it in: it comes back empty, so that a person whose browser did can send the form again. */
export const trapMistake =
  'Please send it once more: something filled in a box that is for robots alone, and we have emptied it';

/** Whether the box was filled in. */
export const isTrapped = (form: URLSearchParams): boolean => (form.get(trapBox) ?? '') !== '';
