/** The page for choosing a password: takes the token out of the address at once, and says in words what came of each step. */
import {
  askForLink,
  type LinkKind,
  linkTokens,
  noAnswer,
  notSwitchedOn,
  passwordChooser,
  type Reason,
  Refused,
  tooOften,
} from './netlify-identity.ts';

const part = <Part extends HTMLElement>(name: string) => document.querySelector(`[data-${name}]`) as Part;
const told = part('told');
const choose = part<HTMLFormElement>('choose');
const request = part<HTMLFormElement>('request');
const done = part('done');
const password = choose.querySelector('input') as HTMLInputElement;
const email = request.querySelector('input') as HTMLInputElement;
const show = part<HTMLButtonElement>('show');

const words: Readonly<Record<Reason, string>> = {
  'link-is-over':
    'This link has been used already, or is too old. If you have chosen a password, sign in with it. If not, ask for a new link here.',
  'password-refused': `Netlify, which keeps it, does not take this password. Choose another, of ${password.minLength} to 72 letters.`,
  'too-often': tooOften,
  'not-switched-on': notSwitchedOn,
  'no-answer': `${noAnswer}: what you wrote is still here.`,
};

/** Shows one of the parts of the page, with words above it. */
function turnTo(shown: HTMLElement, said = ''): void {
  for (const one of [choose, request, done]) one.hidden = one !== shown;
  say(said);
}

function say(said: string): void {
  told.hidden = said === '';
  told.textContent = said;
  if (said) told.focus();
}

/** Says beside the box what is not right with it; nothing, when it is. */
function mark(box: HTMLInputElement, mistake = ''): void {
  const beside = document.getElementById(`${box.id}-mistake`) as HTMLElement;
  beside.hidden = mistake === '';
  beside.textContent = mistake;
  box.removeAttribute('aria-invalid');
  if (!mistake) return;
  box.setAttribute('aria-invalid', 'true');
  box.focus();
}

/** What a form does when its button is pressed; not twice at once. */
function whenSent(
  form: HTMLFormElement,
  box: HTMLInputElement,
  isRight: () => boolean,
  send: () => Promise<void>,
  afterwards: (reason: Reason) => void,
): void {
  let isUnderWay = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isUnderWay) return;
    say('');
    mark(box, isRight() ? '' : box.dataset.mistake);
    if (!isRight()) return;
    isUnderWay = true;
    try {
      await send();
    } catch (failure) {
      afterwards(failure instanceof Refused ? failure.reason : 'no-answer');
    } finally {
      isUnderWay = false;
    }
  });
  box.addEventListener('input', () => {
    if (box.hasAttribute('aria-invalid') && isRight()) mark(box);
  });
}

// What leads here is for this person alone: it is in no history, and a picture of the window does not show it.
const { hash } = location;
history.replaceState(null, '', location.pathname);
// A link opened where this page is open already changes the address alone.
addEventListener('hashchange', () => location.reload());
const kind = (Object.keys(linkTokens) as LinkKind[]).find((one) => hash.startsWith(`#${linkTokens[one]}=`));
const chooser = kind && passwordChooser(kind, hash.slice(linkTokens[kind].length + 2));

whenSent(
  choose,
  password,
  () => password.value.length >= password.minLength,
  async () => {
    hidePassword();
    await chooser?.(password.value);
    turnTo(done, 'Your password is chosen. Sign in with your email address and this password.');
  },
  (reason) => {
    if (reason === 'password-refused') mark(password, words[reason]);
    else if (reason === 'link-is-over') turnTo(request, words[reason]);
    else say(words[reason]);
  },
);

whenSent(
  request,
  email,
  () => email.validity.valid,
  async () => {
    await askForLink(email.value);
    say(
      `If ${email.value} may sign in here, a message with a link is on its way. If none comes in ten minutes, look among the unwanted mail.`,
    );
  },
  (reason) => say(words[reason]),
);

function hidePassword(hidden = true): void {
  password.type = hidden ? 'password' : 'text';
  show.textContent = hidden ? 'Show the password' : 'Hide the password';
}
show.addEventListener('click', () => hidePassword(password.type === 'text'));

turnTo(chooser ? choose : request);
