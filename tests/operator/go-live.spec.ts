/** Whoever takes the site live is told what is still missing, in plain words, and no key is ever printed. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Checkout, findingsIn } from '../../src/going-live/findings.ts';
import type { Charity, Giving } from '../../src/schema/settings.ts';

const ready: Checkout = {
  charity: { charityNumber: '1', companyNumber: '1', registeredOffice: 'Here', email: 'us@charity.example' } as Charity,
  giving: { giftAid: { hmrcReference: 'AB12345' } } as Giving,
  mistakes: [],
  leftOut: [],
  environment: {
    STRIPE_SECRET_KEY: 'rk_live_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
    SMTP_URL: 'smtps://mail.example',
    STAFF_EMAIL: 'us@charity.example',
    GITHUB_CLIENT_ID: 'id',
    GITHUB_CLIENT_SECRET: 'secret',
    BUILD_HOOK_URL: 'https://hook.example',
    URL: 'https://charity.example',
  },
};
const codes = (changes: Partial<Checkout>) =>
  findingsIn({ ...ready, ...changes }).map(({ code, severity }) => `${severity} ${code}`);

test('a site with all that it needs has nothing in its way; what is missing is named, what must be done first', () => {
  expect(codes({})).toEqual([]);
  const { environment } = ready;
  expect(codes({ environment: { ...environment, STRIPE_SECRET_KEY: '' } })).toEqual(['must STRIPE-KEY']);
  expect(codes({ environment: { ...environment, STRIPE_SECRET_KEY: 'sk_test_1' } })).toEqual(['must STRIPE-TEST-MODE']);
  expect(codes({ environment: { ...environment, STRIPE_SECRET_KEY: 'sk_live_1' } })).toEqual([
    'should STRIPE-KEY-TOO-STRONG',
  ]);
  expect(codes({ environment: { ...environment, SMTP_URL: '' } })).toEqual(['must MONTHLY-LINK', 'should STAFF-NEWS']);
  expect(
    codes({ environment: { ...environment, SMTP_URL: '', STRIPE_PORTAL_LOGIN_URL: 'https://billing.example' } }),
  ).toEqual(['should STAFF-NEWS']);
  expect(codes({ environment: { ...environment, GITHUB_CLIENT_SECRET: '', CMS_SIGN_IN: 'netlify-identity' } })).toEqual(
    [],
  );
  expect(codes({ environment: { ...environment, URL: 'http://localhost:4321' } })).toEqual(['must ADDRESS']);
  expect(codes({ leftOut: [{ file: 'content/news/a/index.md', words: 'Consent ended.' }] })).toEqual([
    'should PICTURE-CONSENT',
  ]);
  expect(
    codes({ mistakes: [{ file: 'content/news/a/index.md', words: 'No title.' }], charity: {} as Charity }),
  ).toEqual(['must CONTENT', 'should CHARITY-NUMBER', 'should COMPANY', 'should EMAIL']);
});

test('the command says it of this checkout, ends with 1 while anything must be done, and prints no key', () => {
  const root = join(import.meta.dirname, '../..');
  const said = (environment: Checkout['environment']) => {
    try {
      const output = execFileSync(process.execPath, ['scripts/go-live.ts'], {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...environment },
      });
      return { code: 0, output };
    } catch (failure) {
      const { status, stdout } = failure as { status: number; stdout: string };
      return { code: status, output: stdout };
    }
  };
  const untouched = said({});
  expect(untouched.code).toBe(1);
  for (const code of ['STRIPE-KEY', 'STRIPE-WEBHOOK', 'SIGN-IN', 'CHARITY-NUMBER'])
    expect(untouched.output).toContain(code);
  const set = said({ ...ready.environment, STRIPE_SECRET_KEY: 'rk_live_do_not_tell' });
  expect(set.code).toBe(0);
  expect(set.output).toContain('Nothing stands in the way.');
  for (const secret of ['do_not_tell', 'whsec_1', 'smtps://']) expect(set.output).not.toContain(secret);
});
