/**
 * A sign-in that runs out while somebody writes costs them nothing: they are told what to do, the form stays as it is, and once they have signed
 * in again in another tab, this one goes on with it.
 */
import type { BackendClass } from './second-save.ts';

/** What is said to somebody whose sign-in has run out. Decap says it, too, when it looks by itself every few minutes. */
export const signInHasRunOut =
  'Your sign-in has run out. Your text is still here: leave this tab open, sign in again in another one, and then save here.';

/** Under what name Decap keeps who is signed in. Another tab hears when it changes. */
const kept = 'decap-cms-user';

/** All that staff do beyond reading. Decap looks for a draft before it saves one. */
const doings = [
  'persistEntry',
  'persistMedia',
  'deleteFiles',
  'unpublishedEntry',
  'updateUnpublishedEntryStatus',
  'publishUnpublishedEntry',
  'deleteUnpublishedEntry',
] as const;

type Doing = (...given: unknown[]) => Promise<unknown>;

/** GitHub says so by number, in the error or in its own words; Netlify Identity by Decap’s name for it. */
const hasRunOut = ({ name, status, code }: { name?: string; status?: number | string; code?: number }) =>
  name === 'ACCESS_TOKEN_ERROR' || Number(status ?? code) === 401;

/** The same backend, which says when a sign-in has run out, and takes over a new one. */
export const withSignInRenewed = (Plain: BackendClass): BackendClass => {
  class Renewed extends Plain {
    constructor(config: object, options: object) {
      super(config, options);
      addEventListener('storage', ({ key, newValue }) => {
        // Whoever is not let in is told so in the other tab.
        if (key === kept && newValue) this.restoreUser(JSON.parse(newValue)).catch(() => undefined);
      });
    }
  }
  for (const doing of doings) {
    const plainly = Reflect.get(Plain.prototype, doing) as Doing;
    const told: Doing = async function (this: unknown, ...given) {
      try {
        return await plainly.apply(this, given);
      } catch (failure) {
        if (!hasRunOut(failure as Error)) throw failure;
        const words = new Error(signInHasRunOut);
        // Decap shows an error with its name before its words.
        words.name = '';
        throw words;
      }
    };
    Reflect.set(Renewed.prototype, doing, told);
  }
  return Renewed;
};
