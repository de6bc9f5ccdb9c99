/** Leads to the field that is refused: it comes into view and has the cursor, and what is wrong stays beside it until it is changed. */

/** The part of a form that a field stands in, with its name, its hint, and the fields within it. */
const partOf = (label: Element): Element => label.parentElement?.parentElement ?? label;

const depth = (element: Element | null): number => (element ? 1 + depth(element.parentElement) : 0);

/** The names of fields called so that stand in a part of a form, and not deeper, in another that lies in it. */
function labelsIn(part: Element, name: string): readonly HTMLLabelElement[] {
  const all = [...part.querySelectorAll<HTMLLabelElement>(`label[for^="${name}-field-"]`)];
  const least = Math.min(...all.map(depth));
  return all.filter((label) => depth(label) === least);
}

/** The label of a field, by the path that leads to it from a part of a form, or of the last that there is on the way. */
function labelAt(part: Element, path: readonly string[]): HTMLLabelElement | undefined {
  const [step = '', next = ''] = path;
  const isPlaceInList = /^\d+$/.test(step);
  const [name, place, rest] = isPlaceInList ? [next || 'item', Number(step), path.slice(2)] : [step, 0, path.slice(1)];
  const label = labelsIn(part, name)[place];
  return label && ((rest.length > 0 && labelAt(partOf(label), rest)) || label);
}

let told: Element | undefined;

function leadTo(label: HTMLLabelElement, words: Element) {
  const part = partOf(label);
  // A group that is folded up opens.
  for (let outer = part.parentElement; outer && !label.checkVisibility(); outer = outer.parentElement)
    if (!outer.checkVisibility() && outer.parentElement?.checkVisibility())
      outer.parentElement.querySelector('button')?.click();
  requestAnimationFrame(() => {
    const field = part.querySelector<HTMLElement>('input, textarea, [contenteditable=true], button');
    words.id = 'why-refused';
    field?.setAttribute('aria-describedby', words.id);
    field?.focus({ preventScroll: true });
    label.scrollIntoView({ block: 'center' });
  });
}

/** Takes away what is said of a field that was refused before. */
function forgetRefused(): void {
  told?.remove();
  told = undefined;
}

/**
 * Leads to a field that the proofreader refuses, and says why beside it.
 * @param path from the form’s own fields, `cover.description`, or from those of a block
 * @param block which of the text’s blocks it is in, when it is in one
 */
export function leadToRefused(words: string, path?: string | undefined, block?: number): void {
  forgetRefused();
  if (path === undefined) return;
  const part =
    block === undefined
      ? document.body
      : document.querySelectorAll('.block-buttons')[block]?.closest('[data-slate-void]');
  const label = part && labelAt(part, path.split('.'));
  if (!label) return;
  told = document.createElement('p');
  told.className = 'refused';
  told.textContent = words;
  const inPart = partOf(label);
  inPart.append(told);
  inPart.addEventListener('input', forgetRefused, { once: true });
  leadTo(label, told);
}

/** Leads to the first field that Decap refuses, which may be out of sight; Decap says why beside it, and does nothing else. */
export function leadToWhatDecapRefuses(): void {
  forgetRefused();
  const words = document.querySelector('label[for] + ul');
  const label = words?.previousElementSibling;
  if (words && label instanceof HTMLLabelElement) leadTo(label, words);
}
