/**
 * A sign-in that runs out while somebody writes, or that they end in another tab, costs them nothing: they are told what to do, the form stays
 * as it is, and once they have signed in again in another tab, this one goes on with it. Whoever else signs in there does not save in this one.
 */
import type { BackendClass, User } from './second-save.ts';
import { told } from './told.ts';

const whatToDo = 'Your text is still here: leave this tab open, sign in again in another one, and then save here.';

/** What is said to somebody whose sign-in has run out. Decap says it, too, when it looks by itself every few minutes. */
export const signInHasRunOut = `Your sign-in has run out. ${whatToDo}`;

/** Under what name Decap keeps who is signed in. Another tab hears when it changes. */
const kept = 'decap-cms-user';

/** All that staff do, and the looks that come before it. */
const doings = [
  'getEntry',
  'unpublishedEntryDataFile',
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

/** The same backend, which says when a sign-in is over, and takes over a new one of the same person. */
export const withSignInRenewed = (Plain: BackendClass): BackendClass => {
  class Renewed extends Plain {
    login: string | undefined;
    isSignedOutElsewhere = false;
    /** Ends when a new sign-in of another tab is taken over: on a slow network that takes a while, and who comes back at once need not know. */
    takenOver: Promise<unknown> = Promise.resolve();

    constructor(config: object, options: object) {
      super(config, options);
      addEventListener('storage', ({ key, newValue }) => {
        if (key !== kept) return;
        if (!newValue) {
          this.isSignedOutElsewhere = true;
          return;
        }
        const user: User = JSON.parse(newValue);
        // Whoever is not let in is told so in the other tab.
        if (user.login === this.login) this.takenOver = this.restoreUser(user).catch(() => undefined);
      });
    }

    override async authenticate(credentials: object) {
      const user = await super.authenticate(credentials);
      this.login = user?.login;
      this.isSignedOutElsewhere = false;
      return user;
    }
  }
  for (const doing of doings) {
    const plainly = Reflect.get(Plain.prototype, doing) as Doing;
    const orTold: Doing = async function (this: Renewed, ...given) {
      await this.takenOver;
      if (this.isSignedOutElsewhere) throw told(`You signed out in another tab. ${whatToDo}`);
      try {
        return await plainly.apply(this, given);
      } catch (failure) {
        throw hasRunOut(failure as Error) ? told(signInHasRunOut) : failure;
      }
    };
    Reflect.set(Renewed.prototype, doing, orTold);
  }
  return Renewed;
};
