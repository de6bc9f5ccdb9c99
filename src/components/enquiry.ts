/**
 * Says what is not right yet in the form about a referral: all in one place, each leading to its box, and beside the box. Without it the
 * browser asks for one thing after another, in its own words.
 */

const form = document.querySelector('.enquiry') as HTMLFormElement;
const summary = form.querySelector('[data-mistakes]') as HTMLElement;
const words = form.querySelector('[data-mistakes-words]') as HTMLElement;
const list = form.querySelector('[data-mistakes-list]') as HTMLElement;
const boxes = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[required]')];

/** Whether the box is right now; says so beside it. Blanks are nothing, which `required` does not know of a text of many lines. */
function isRight(box: (typeof boxes)[number]): boolean {
  const right = box.checkValidity() && box.value.trim() !== '';
  const mistake = document.getElementById(`${box.id}-mistake`) as HTMLElement;
  mistake.hidden = right;
  // What describes a box is read aloud even when it is hidden.
  mistake.textContent = right ? '' : `${box.dataset.mistake}.`;
  if (right) box.removeAttribute('aria-invalid');
  else box.setAttribute('aria-invalid', 'true');
  return right;
}

function leadingTo(box: (typeof boxes)[number]): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `#${box.id}`;
  link.textContent = box.dataset.mistake ?? '';
  link.addEventListener('click', (event) => {
    // The place in the history stays, and the box is not scrolled under its own label.
    event.preventDefault();
    box.focus();
  });
  item.append(link);
  return item;
}

form.noValidate = true;
form.addEventListener('submit', (event) => {
  const wrong = boxes.filter((box) => !isRight(box));
  summary.hidden = wrong.length === 0;
  if (wrong.length === 0) return;
  event.preventDefault();
  words.textContent = `Nothing has been sent. ${wrong.length === 1 ? 'One thing needs' : `${wrong.length} things need`} another look:`;
  list.replaceChildren(...wrong.map(leadingTo));
  summary.focus();
});
// What was marked is looked at again as it is put right, and nothing else is while somebody is still writing.
form.addEventListener('input', ({ target }) => {
  const box = boxes.find((one) => one === target);
  if (box?.hasAttribute('aria-invalid')) isRight(box);
});
