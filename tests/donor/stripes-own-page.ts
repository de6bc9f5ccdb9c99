/**
 * Fills in Stripe’s own page for paying as a donor does, with what Stripe gives for tests (https://docs.stripe.com/testing). Stripe promises nobody the
 * names of its fields: these are the ones that people who fill them in by program report.
 */
import { expect, type Locator, type Page } from '@playwright/test';

/** Who pays. */
export interface Donor {
  readonly name: string;
  readonly email: string;
}

/** Stripe’s cards for tests. */
const cards = { paid: '4242 4242 4242 4242', declined: '4000 0000 0000 0002' } as const;
/** Stripe’s account for tests at a bank that pays, some minutes later. */
const account = { sortCode: '108800', number: '00012345' } as const;

const payButton = (page: Page) => page.getByTestId('hosted-payment-submit-button');

/** Puts in a card and presses the button, or presses it twice. What comes of it is not waited for. */
export async function payByCard(page: Page, outcome: keyof typeof cards, donor: Donor, isTwice = false): Promise<void> {
  await choose(page, 'card', page.locator('#cardNumber'));
  await type(page.locator('#cardNumber'), cards[outcome]);
  await type(page.locator('#cardExpiry'), '12 / 34');
  await type(page.locator('#cardCvc'), '123');
  await sayWho(page, donor);
  await (isTwice ? payButton(page).dblclick() : payButton(page).click());
}

/** Gives a bank account to take it from, presses the button, and confirms the Direct Debit. What comes of it is not waited for. */
export async function payByBank(page: Page, donor: Donor): Promise<void> {
  const sortCode = page.getByLabel('Sort code');
  await choose(page, 'bacs_debit', sortCode).catch(() => {
    throw new Error(
      'Stripe’s page does not offer Bacs Direct Debit. In this account of Stripe’s, switch it on under Settings → Payment methods, for tests too.',
    );
  });
  await type(sortCode, account.sortCode);
  await type(page.getByLabel('Account number'), account.number);
  await sayWho(page, donor);
  await payButton(page).click();
  // The account is shown once more, to be confirmed; not in every form of the page.
  await page
    .getByRole('button', { name: /^(Confirm|Agree)/ })
    .click({ timeout: 10_000 })
    .catch(() => undefined);
}

/** Expects that the page says the card was declined, and lets the donor try again. */
export async function expectDeclined(page: Page): Promise<void> {
  await expect(page.getByText(/declined/i).first()).toBeVisible();
  await expect(payButton(page)).toBeEnabled();
}

/** Follows the arrow by which one leaves without paying. */
export const goBack = (page: Page): Promise<void> => page.getByTestId('business-link').click();

/** Why somebody who has done all this is still on the page, as far as it shows: for the message of a test. */
export async function whatHolds(page: Page): Promise<string> {
  for (const frame of page.frames()) {
    if (!frame.url().includes('hcaptcha')) continue;
    const element = await frame.frameElement().catch(() => undefined);
    if (await element?.isVisible())
      return 'Stripe’s page asks whether a human is there, as it does of some browsers without a window. Run it with --headed.';
  }
  const said = await page.getByRole('alert').allInnerTexts();
  return `Stripe’s page was not left.${said.length > 0 ? ` It says: ${said.join(' ')}` : ''}`;
}

/** Unfolds a way to pay, where there is more than one. */
async function choose(page: Page, way: string, field: Locator): Promise<void> {
  const folded = page
    .getByTestId(`${way}-accordion-item-button`)
    .or(page.getByTestId(`${way}-accordion-item`))
    .first();
  await expect(field.or(folded).first()).toBeVisible();
  // What covers the whole row takes the click of whoever points at a part of it.
  if (!(await field.isVisible())) await folded.click({ force: true });
  await expect(field).toBeVisible();
}

/** The page draws itself anew while it is filled in, and writes numbers in its own way: what was typed has to stay. */
async function type(field: Locator, words: string): Promise<void> {
  const plain = (text: string) => text.replace(/[\s/-]/g, '');
  await expect(async () => {
    await field.fill(words);
    expect(plain(await field.inputValue())).toBe(plain(words));
  }).toPass();
}

/** What else the page asks, which is not the same everywhere: what it does not ask for is left out. */
async function sayWho(page: Page, { name, email }: Donor): Promise<void> {
  const emailBox = page.locator('#email');
  if ((await emailBox.isVisible()) && (await emailBox.isEditable())) await type(emailBox, email);
  const country = page.locator('#billingCountry');
  if (await country.isVisible()) await country.selectOption('GB');
  const byHand = page.getByText('Enter address manually');
  if (await byHand.isVisible()) await byHand.click();
  const others = {
    billingName: name,
    billingAddressLine1: '12 Lime Grove',
    billingLocality: 'Chesham',
    billingPostalCode: 'HP9 2HN',
  };
  for (const [field, words] of Object.entries(others)) {
    const box = page.locator(`#${field}`);
    if (await box.isVisible()) await type(box, words);
  }
  // Who lets Stripe keep it all for other shops has to give a telephone number.
  const isKept = page.locator('#enableStripePass');
  if ((await isKept.isVisible()) && (await isKept.isChecked())) await isKept.uncheck({ force: true });
}
