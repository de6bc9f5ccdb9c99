/** What stands between this checkout and a public launch, each with what to do. Pure: whoever asks has read the content and the settings of the environment. */
import type { Mistake } from '../proofreading/proofread.ts';
import type { Charity, Giving } from '../schema/settings.ts';
import { waysIn } from '../signing-in/ways-in.ts';
import { told } from './told.ts';

/** One thing to see to. */
export interface Finding {
  /** Stands for it, for ever: `CHARITY-NUMBER`. */
  readonly code: string;
  /** `must` stops a launch; `should` is for the charity to decide. */
  readonly severity: 'must' | 'should';
  /** What to do, in plain words. It never holds a key. */
  readonly words: string;
  /** Where it is told how: a place of `told`, or the file itself that is to be mended. */
  readonly page: string;
  /** Who did not answer, when all it says is that: what they would have said may stand in the way. */
  readonly unseen?: string;
}

/** What is looked at. */
export interface Checkout {
  /** Absent when its file cannot be read: then that is among the mistakes. */
  readonly charity: Charity | undefined;
  /** Absent as `charity` may be. */
  readonly giving: Giving | undefined;
  /** What the proofreader would have mended. */
  readonly mistakes: readonly Mistake[];
  /** The pictures of people that are left out of the site, or soon will be. */
  readonly leftOut: readonly Mistake[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The slugs of the pages that readers can open. */
  readonly pages: readonly string[];
}

/** The policies that readers look for, by the slug of their page, and why. */
const policies = {
  privacy: ['must', 'the law asks that a donor is told what becomes of what they fill in'],
  accessibility: ['should', 'who meets a barrier should read whom to tell'],
  complaints: ['should', 'the Code of Fundraising Practice asks for a way to complain'],
  safeguarding: ['should', 'whoever works with people at risk should say how they are kept safe'],
} as const;

/** Addresses that are nobody’s (https://www.rfc-editor.org/rfc/rfc2606, rfc6761, and their like in other countries), and the one that the README writes. */
const ofNobody = /(^|\.)(example(\.[a-z]+|\.(com?|org|net|ac)\.[a-z]{2})?|test|invalid|localhost|your\.site)$/;

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).hostname : '');

/** Everything to see to, what must be done first. */
export function findingsIn({ charity, giving, mistakes, leftOut, environment, pages }: Checkout): Finding[] {
  const { STRIPE_SECRET_KEY: key = '', STRIPE_WEBHOOK_SECRET: webhookSecret, URL: address = '' } = environment;
  const isPublishable = key.startsWith('pk_');
  const wayIn = waysIn.find((way) => way === (environment.CMS_SIGN_IN || 'github'));
  const found: (Finding | false)[] = [
    ...mistakes.map(
      ({ file, words }): Finding => ({ code: 'CONTENT', severity: 'must', words: `${file}: ${words}`, page: file }),
    ),
    charity !== undefined &&
      !charity.charityNumber && {
        code: 'CHARITY-NUMBER',
        severity: 'should',
        words:
          'Fill in the registered charity number, if the charity has one: over £10,000 a year the law asks that the site says it.',
        page: told.charity,
      },
    charity !== undefined &&
      !(charity.companyNumber && charity.registeredOffice) && {
        code: 'COMPANY',
        severity: 'should',
        words:
          'If the charity is a company, fill in its number and its registered office: the law asks that the site says them.',
        page: told.charity,
      },
    charity !== undefined &&
      !charity.email && {
        code: 'EMAIL',
        severity: 'should',
        words:
          'Fill in an email address that is read every day: who cannot call has no other way, and monthly donors get their link from it.',
        page: told.charity,
      },
    ...leftOut.map(
      ({ file, words }): Finding => ({
        code: 'PICTURE-CONSENT',
        severity: 'should',
        words: `${file}: ${words}`,
        page: told.consent,
      }),
    ),
    key === '' && {
      code: 'STRIPE-KEY',
      severity: 'must',
      words: 'Set STRIPE_SECRET_KEY: without it the site takes no gift, and says how else to give.',
      page: told.stripeKey,
    },
    isPublishable && {
      code: 'STRIPE-KEY-PUBLISHABLE',
      severity: 'must',
      words:
        'STRIPE_SECRET_KEY is the publishable key, which can take no gift. Copy the secret one: it begins with sk_live_, or, when it is restricted, with rk_live_.',
      page: told.stripeKey,
    },
    key !== '' &&
      !isPublishable &&
      !/^[rs]k_live_/.test(key) && {
        code: 'STRIPE-TEST-MODE',
        severity: 'must',
        words: 'STRIPE_SECRET_KEY is not a live key: gifts would be practice.',
        page: told.stripeKey,
      },
    /^sk_live_/.test(key) && {
      code: 'STRIPE-KEY-TOO-STRONG',
      severity: 'should',
      words: 'STRIPE_SECRET_KEY can do everything. Make a restricted key that may do only what the site does.',
      page: told.stripeKey,
    },
    !/^whsec_./.test(webhookSecret ?? '') && {
      code: 'STRIPE-WEBHOOK',
      severity: 'must',
      words:
        'Set STRIPE_WEBHOOK_SECRET to the signing secret of the endpoint: without it no fund’s total grows, and nobody hears of a dispute.',
      page: told.webhook,
    },
    !environment.SMTP_URL &&
      !environment.STRIPE_PORTAL_LOGIN_URL && {
        code: 'MONTHLY-LINK',
        severity: 'must',
        words: 'Set SMTP_URL, or STRIPE_PORTAL_LOGIN_URL: stopping a monthly gift must be as easy as starting one.',
        page: told.stripeKey,
      },
    !environment.STAFF_WEBHOOK_URL &&
      !(environment.SMTP_URL && environment.STAFF_EMAIL) && {
        code: 'STAFF-NEWS',
        severity: 'should',
        words:
          'Set STAFF_WEBHOOK_URL, or SMTP_URL and STAFF_EMAIL: otherwise nobody is told of a dispute, which is lost when it is not answered.',
        page: told.variables,
      },
    wayIn === undefined && {
      code: 'SIGN-IN-WAY',
      severity: 'must',
      words: `CMS_SIGN_IN is set to a way that there is not: set it to ${waysIn.join(' or ')}.`,
      page: told.signIn,
    },
    wayIn === 'github' &&
      !(environment.GITHUB_CLIENT_ID && environment.GITHUB_CLIENT_SECRET) && {
        code: 'SIGN-IN',
        severity: 'must',
        words:
          'Set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET, or CMS_SIGN_IN: until then no member of staff can sign in to the CMS.',
        page: told.signIn,
      },
    !environment.BUILD_HOOK_URL && {
      code: 'NEW-DAY',
      severity: 'must',
      words:
        'Set BUILD_HOOK_URL: without it a picture stays on the site after the consent of the people in it has ended, until somebody changes something. What is dated ahead waits as long.',
      page: told.newDay,
    },
    (!/^https:\/\//.test(address) || ofNobody.test(hostOf(address))) && {
      code: 'ADDRESS',
      severity: 'must',
      words: 'Set URL to the site’s own address, https://…, and not to an example’s; on Netlify it is set by itself.',
      page: told.variables,
    },
    hostOf(address).endsWith('.netlify.app') && {
      code: 'OWN-ADDRESS',
      severity: 'should',
      words:
        'The site is at an address of Netlify’s: give it the charity’s own, so that donors know whom they give to.',
      page: told.variables,
    },
    ...Object.entries(policies)
      .filter(([slug]) => !pages.includes(slug))
      .map(
        ([slug, [severity, why]]): Finding => ({
          code: `POLICY-${slug.toUpperCase()}`,
          severity,
          words: `There is no page at /${slug}/: write it under Pages in the CMS, for ${why}.`,
          page: told.pages,
        }),
      ),
    giving !== undefined &&
      !giving.giftAid && {
        code: 'GIFT-AID',
        severity: 'should',
        words: 'If HMRC has recognised the charity, fill in its reference: without it no donor is asked for Gift Aid.',
        page: told.amounts,
      },
    giving !== undefined &&
      giving.tellUsFromInPence === undefined && {
        code: 'LARGE-GIFTS',
        severity: 'should',
        words:
          'Fill in “Tell us of gifts from” under Settings, Giving: without it a large gift given once is no news to staff, and nobody thanks its donor soon.',
        page: told.amounts,
      },
  ];
  const all = found.filter((one) => one !== false);
  return inOrder(all);
}

/** What must be done first. */
export const inOrder = (findings: readonly Finding[]): Finding[] => [
  ...findings.filter(({ severity }) => severity === 'must'),
  ...findings.filter(({ severity }) => severity === 'should'),
];

const listed = new Intl.ListFormat('en-GB');

/**
 * How it ends: the last words, and whether the site is ready. It is not while somebody did not answer.
 * @param unasked who was left out, as somebody wished
 */
export function lastWords(
  findings: readonly Finding[],
  unasked: readonly string[] = [],
): { readonly words: string; readonly isReady: boolean } {
  const must = findings.filter(({ severity }) => severity === 'must').length;
  const unseen = [...new Set(findings.flatMap(({ unseen }) => unseen ?? []))];
  const words = [
    must > 0 && `${must} to be done before the site can go live.`,
    unseen.length > 0 &&
      `Part could not be looked at: ${listed.format(unseen)} did not answer. Run this again with a connection.`,
    unasked.length > 0 &&
      `Part was not looked at: ${listed.format(unasked)} ${unasked.length > 1 ? 'were' : 'was'} not asked. Run this again without --offline.`,
  ].filter((one) => one !== false);
  return { words: words.join(' ') || 'Nothing stands in the way.', isReady: must === 0 && unseen.length === 0 };
}
