/** A donor gives: from the post to Stripe’s page to thanks, without JavaScript; and comes back with everything kept when something needs mending. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { dayNow } from '../../src/dates.ts';
import { fundTotalsPath } from '../../src/giving/funds/fund-totals.ts';
import { runGivingCommand } from '../giving-command.ts';
import { test } from './stripe-of-this-run.ts';

const blobs = join(import.meta.dirname, '../../.netlify/blobs-serve');

/** What the ledger holds of every payment, in the store that Netlify’s emulator keeps on the disk: one document a month. */
async function ledger(): Promise<Record<string, Record<string, unknown>>> {
  const found = await readdir(blobs, { recursive: true, withFileTypes: true }).catch(() => []);
  const months = found.filter(({ name, parentPath }) => /^\d{4}-\d{2}$/.test(name) && parentPath.includes('entries'));
  const documents = await Promise.all(
    months.map(async ({ name, parentPath }) => JSON.parse(await readFile(join(parentPath, name), 'utf8'))),
  );
  return Object.assign({}, ...documents.map(({ payments }) => payments));
}

const inLedger = async (payment: string) => (await ledger())[payment];

/** Without a script, an amount of one’s own is looked over on the way to paying: the form cannot say what it comes to. */
async function goOn(page: Page, total: string): Promise<void> {
  await page.getByRole('button', { name: 'Go to payment' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look it over');
  await expect(page.getByText(total, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Go to payment' }).click();
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a gift goes from the post to Stripe’s page to thanks, is in the ledger and its fund, and stands in the table for finance less what staff gave back', async ({
    page,
    request,
    stripe,
  }) => {
    const inFund = async () =>
      (await (await request.get(fundTotalsPath, { maxRetries: 3 })).json()).funds['chesham-hub']?.heldInPence ?? 0;
    const [inFundBefore, from] = [await inFund(), dayNow()];
    await page.goto('/news/social-prescribing-day-in-bucks/');
    await page.getByRole('link', { name: 'Donate here' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Make a gift');
    await page.getByRole('radio', { name: '£50' }).check();
    await page.getByRole('radio', { name: 'Our hub in Chesham' }).check();
    await page.getByRole('button', { name: 'Go to payment' }).click();

    const paying = await stripe.pageForPaying(page);
    await paying.shows('£50.00', 'Our hub in Chesham');
    await paying.pay();

    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you');
    await expect(page.getByText('Once: Our hub in Chesham. It has arrived.')).toBeVisible();
    await expect(page.getByText('£50', { exact: true })).toBeVisible();
    const monthly = page.getByRole('link', { name: 'you can make it a monthly gift' });
    await expect(monthly).toHaveAttribute('href', '/donate/?amount=5000&frequency=monthly&fund=chesham-hub');
    await expect(page).toHaveTitle(/^Thank you: /);
    // Whoever opens the address after that is told nothing of it, and why; and where the receipt is.
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This gift is no longer shown');
    await expect(page.getByText('So that nobody else reads it, a gift is shown here once')).toBeVisible();
    await expect(page.getByText('The receipt is in your email.')).toBeVisible();
    await expect(page.getByText('£50')).toHaveCount(0);
    // Where there is no gift nobody is thanked for one, and there is a way on for everyone who may come there.
    await page.goto('/donate/thank-you/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no gift to show here');
    const main = page.getByRole('main');
    await expect(main).not.toContainText(/thank you/i, { useInnerText: true });
    await expect(main.getByRole('link', { name: 'give here' })).toHaveAttribute('href', '/donate/');
    await expect(main.getByRole('link', { name: 'change, pause or stop it here' })).toBeVisible();
    await expect(main.getByRole('link', { name: '01442 780541' })).toBeVisible();
    await page.goto('/api/thank-you');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no gift to show here');
    const payment = await paying.payment();
    // A Session’s metadata does not reach the charge: the payment has its own.
    expect(payment?.metadata).toMatchObject({ kind: 'gift', fund: 'chesham-hub' });
    expect(payment?.description).toBe('Gift of £50: Our hub in Chesham');
    const id = payment?.id ?? '';
    await expect.poll(() => inLedger(id)).toMatchObject({ heldInPence: 5000, fund: 'chesham-hub' });
    const kept = JSON.stringify(await inLedger(id));
    expect(kept).not.toContain('example.org');
    // Others may give to it meanwhile.
    expect(await inFund()).toBeGreaterThanOrEqual(inFundBefore + 5000);

    await paying.stripe.refunds.create({ payment_intent: id, amount: 2000 });
    await expect.poll(() => inLedger(id)).toMatchObject({ heldInPence: 3000, givenInPence: 5000 });
    const folder = await mkdtemp(join(tmpdir(), 'gifts-'));
    const to = dayNow();
    // While somebody gives, Stripe’s lists and its balance are not of the same moment: whoever does the books runs it again.
    await expect(async () => {
      const { code, output } = await runGivingCommand('gifts', folder, stripe.settings(), '--from', from, '--to', to);
      expect(output).toContain('Stripe’s balance agrees');
      expect(code, output).toBe(0);
    }).toPass();
    const table = await readFile(join(folder, `gifts-${from}-to-${to}.csv`), 'utf8');
    expect(table.split('\r\n').find((line) => line.endsWith(id))).toMatch(
      /^[\d-]+,50\.00,[\d.]+,[\d.]+,20\.00,chesham-hub,once,no,/,
    );
    await rm(folder, { recursive: true });
  });

  test('a gift that was left half-way goes on from Stripe’s recovery link as it was meant, is thanked for, and is paid once', async ({
    page,
    stripe: { isItself, pageForPaying },
  }) => {
    test.skip(isItself, 'Stripe’s recovery link makes a session that nobody can look up before it is paid.');
    // A sum that no other test gives; the ledger also holds what earlier runs gave.
    const gifts = async () => Object.values(await ledger()).filter(({ heldInPence }) => heldInPence === 2468).length;
    const before = await gifts();
    await page.goto('/donate/');
    await page.getByRole('radio', { name: 'Other' }).check();
    await page.getByLabel('Your own amount').fill('24.68');
    await page.getByRole('radio', { name: 'Our hub in Chesham' }).check();
    await page.getByText('A message to us').click();
    await page.getByLabel('What would you like to say?').fill('For the choir');
    await goOn(page, '£24.68');
    await expect(page.getByRole('button', { name: /Donate £24\.68/ })).toBeVisible();
    const leftAt = page.url();
    const { stripe, ...left } = await pageForPaying(page);
    const { id } = await left.session();
    const { after_expiration } = await stripe.checkout.sessions.expire(id);
    await page.goto(leftAt);
    await expect(page.getByRole('button', { name: /Donate/ })).toHaveCount(0);
    expect(await gifts()).toBe(before);

    await page.goto(after_expiration?.recovery?.url ?? '');
    await expect(page.getByText('Our hub in Chesham')).toBeVisible();
    const goesOnAt = page.url();
    const recovered = await pageForPaying(page);
    await page.getByRole('button', { name: /Donate £24\.68/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you');
    await expect(page.getByText('Once: Our hub in Chesham. It has arrived.')).toBeVisible();
    await expect(page.getByText('£24.68', { exact: true })).toBeVisible();
    // Neither page takes it again.
    for (const address of [leftAt, goesOnAt]) {
      await page.goto(address);
      await expect(page.getByRole('button', { name: /Donate/ })).toHaveCount(0);
    }
    expect(await recovered.session()).toMatchObject({ recovered_from: id, payment_status: 'paid' });
    expect((await recovered.payment())?.metadata).toMatchObject({
      kind: 'gift',
      fund: 'chesham-hub',
      message: 'For the choir',
    });
    await expect.poll(gifts).toBe(before + 1);
  });

  test('an own amount, to the penny, for wherever it is needed most; a card that is declined gives nothing', async ({
    page,
    stripe,
  }) => {
    await page.goto('/donate/');
    await page.getByRole('radio', { name: 'Other' }).check();
    await page.getByLabel('Your own amount').fill('£1,234.50');
    await goOn(page, '£1,234.50');
    const paying = await stripe.pageForPaying(page);
    await paying.shows('£1,234.50');
    await paying.tryDeclinedCard();
    const session = await paying.session();
    expect(session).toMatchObject({
      amount_total: 123_450,
      currency: 'gbp',
      submit_type: 'donate',
      adaptive_pricing: { enabled: false },
      ...{ status: 'open', payment_status: 'unpaid' },
    });
    expect(session.metadata).toEqual({ kind: 'gift' });
    // An hour at most from when it was asked for, to a whole ten minutes.
    expect(session.expires_at - session.created).toBeLessThanOrEqual(60 * 60);
    expect(session.expires_at - session.created).toBeGreaterThan(49 * 60);
  });

  test('Back from the page for paying leads to the form, after a mistake, too', async ({ page, stripe }) => {
    await page.goto('/donate/');
    await page.getByRole('radio', { name: 'Other' }).check();
    await page.getByLabel('Your own amount').fill('ten');
    await page.getByRole('button', { name: 'Go to payment' }).click();
    await expect(page.getByRole('alert')).toContainText('Type the amount in numbers');
    await page.getByLabel('Your own amount').fill('10');
    await goOn(page, '£10');
    await (await stripe.pageForPaying(page)).shows('£10.00');
    await page.goBack();
    await page.getByRole('button', { name: 'Change something' }).click();
    await expect(page.getByRole('radio', { name: 'Other' })).toBeChecked();
    await expect(page.getByLabel('Your own amount')).toHaveValue('10');
  });

  test('a fund’s own page has that fund chosen, and giving comes back to it', async ({ page, stripe }) => {
    await page.goto('/donate/chesham-hub/');
    await expect(page.getByRole('radio', { name: 'Our hub in Chesham' })).toBeChecked();
    await page.getByRole('button', { name: 'Go to payment' }).click();
    const nothingTaken = page.getByText('If you turned back before paying, nothing was taken.');
    await (await stripe.pageForPaying(page)).goBack();
    await expect(page.getByRole('radio', { name: 'Our hub in Chesham' })).toBeChecked();
    await expect(page.getByRole('radio', { name: '£25' })).toBeChecked();
    // Said at the top, aloud too, and calmly: nothing went wrong.
    await expect(nothingTaken).toBeFocused();
    await expect(page).toHaveTitle(/^Back from paying: Donate/);
    await expect(page.getByRole('alert')).toBeHidden();
    // Whoever has not been at the page for paying is told nothing of it.
    for (const address of ['/donate/', '/donate/?amount=2500&fund=chesham-hub']) {
      await page.goto(address);
      await expect(page.getByRole('button', { name: 'Go to payment' })).toBeVisible();
      await expect(nothingTaken).toBeHidden();
    }
  });

  const refused: readonly (readonly [typed: string, mistake: string])[] = [
    ['0.99', 'Type an amount of £1 or more.'],
    ['10,000.01', 'Online gifts go up to £10,000. Please call us on 01442 780541 to give more.'],
    ['£1O', 'Type the amount in numbers, like 25 or 25.50.'],
    ['', 'Type how much to give, in pounds.'],
  ];
  test('an amount that cannot be given is refused beside its field, the form keeps what was typed, and mended it goes through', async ({
    page,
    stripe,
  }) => {
    const box = page.getByLabel('Your own amount');
    for (const [typed, mistake] of refused)
      await test.step(`“${typed}”`, async () => {
        await page.goto('/donate/');
        await page.getByRole('radio', { name: 'Other' }).check();
        await box.fill(typed);
        await page.getByRole('radio', { name: 'Our hub in Chesham' }).check();
        await page.getByRole('button', { name: 'Go to payment' }).click();

        await expect(page).toHaveTitle(/^Problem: /);
        await expect(box).toHaveValue(typed);
        await expect(box).toHaveAttribute('aria-invalid', 'true');
        await expect(box).toHaveAccessibleDescription(mistake);
        await expect(page.getByRole('group', { name: 'How much?' }).getByText(mistake)).toBeVisible();
        await expect(page.getByRole('radio', { name: 'Our hub in Chesham' })).toBeChecked();
        const summary = page.getByRole('alert');
        await expect(summary).toBeFocused();
        await expect(summary).toContainText('Nothing has been taken.');
        await summary.getByRole('link', { name: mistake.slice(0, -1) }).click();
        await expect(page).toHaveURL(/#other-amount$/);
        await expect(box).toBeFocused();
      });
    await box.fill('12');
    await goOn(page, '£12');
    await (await stripe.pageForPaying(page)).shows('£12.00', 'Our hub in Chesham');
  });

  test('a gift posted from another website is refused, and the form is kept', async ({ page, baseURL }) => {
    // A page of nobody’s: its origin is not ours.
    await page.setContent(`<form method="post" action="${baseURL}/api/donate">
      <input name="amount" value="other"><input name="otherAmount" value="77"><input name="fund" value="chesham-hub"><button>Win a prize</button></form>`);
    const answered = page.waitForResponse('**/api/donate');
    await page.getByRole('button', { name: 'Win a prize' }).click();
    expect((await answered).status()).toBe(403);
    await expect(page.getByRole('alert')).toContainText('came by way of another website');
    await expect(page.getByLabel('Your own amount')).toHaveValue('77');
    await expect(page.getByRole('radio', { name: 'Our hub in Chesham' })).toBeChecked();
  });
});

const post = { amount: '2500', fund: '' };
const refusals: readonly (readonly [
  what: string,
  form: Record<string, string>,
  headers: Record<string, string>,
  status: number,
  words: string,
])[] = [
  ['a fund that does not exist', { ...post, fund: 'golden-yacht' }, {}, 422, 'Choose where your gift should go'],
  ['no amount at all', { fund: '' }, {}, 422, 'Choose how much to give'],
  ['a preset that was tampered with', { ...post, amount: '1' }, {}, 422, 'Type an amount of £1 or more'],
  ...['1e3', '-5', '10.999', '１０'].map(
    (otherAmount) =>
      [
        `an amount of “${otherAmount}”`,
        { amount: 'other', otherAmount, fund: '' },
        {},
        422,
        'Type the amount in numbers, like 25 or 25.50.',
      ] as const,
  ),
  [
    'a robot that fills every field',
    { ...post, leaveEmpty: 'http://spam.example' },
    {},
    422,
    'Please send it once more',
  ],
  ['a forged origin', post, { origin: 'https://evil.example' }, 403, 'another website'],
  ['no origin', post, { origin: '' }, 403, 'another website'],
  ['another site’s page, as the browser says', post, { 'sec-fetch-site': 'cross-site' }, 403, 'another website'],
  ['more than a form can hold', { ...post, otherAmount: '9'.repeat(300_000) }, {}, 413, 'too much'],
];
for (const [what, form, headers, status, words] of refusals) {
  test(`${what} is refused, with words, and nothing is started`, async ({ request, baseURL }) => {
    const answer = await request.post('/api/donate', {
      form,
      headers: { origin: baseURL ?? '', ...headers },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(status);
    // No server between keeps it; the donor’s own browser does, for Back.
    expect(answer.headers()['cache-control']).toBe('private, no-cache');
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');
    const page = await answer.text();
    expect(page).toContain(words);
    expect(page).toContain('Nothing has been taken');
  });
}

test('the trap for robots is in the page for whoever reads its HTML alone: nobody hears it, or comes to it by the keyboard', async ({
  page,
  request,
}) => {
  for (const address of ['/donate/', '/donate/manage/', '/refer/']) {
    expect(await (await request.get(address)).text()).toContain('name="leaveEmpty"');
    await page.goto(address);
    expect(await page.locator('main').ariaSnapshot()).not.toMatch(/robots/);
    await page.getByLabel('it is a trap for robots').focus();
    await expect(page.getByLabel('it is a trap for robots')).not.toBeFocused();
  }
});

test('someone who opens the address of the function is shown the form', async ({ page }) => {
  await page.goto('/api/donate');
  await expect(page).toHaveURL(/\/donate\/$/);
});

test('the step before paying, opened by its address, has no gift and asks for none', async ({ page }) => {
  await page.goto('/donate/look-over/');
  await expect(page.getByText('There is no gift to look over here.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go to payment' })).toBeHidden();
  await page.getByRole('main').getByRole('link', { name: 'make one' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Make a gift');
});

test('whoever wonders what is kept of what they type is one press from the words about it', async ({ page }) => {
  await page.goto('/donate/');
  await page.getByRole('link', { name: 'what we keep of what you type here' }).click();
  await expect(page.getByRole('heading', { name: 'When you give' })).toBeVisible();
});

test('a second click, and the Back button, leave one gift and a filled form', async ({ page, stripe }) => {
  // A sum that no other test gives; the ledger also holds what earlier runs gave.
  const gifts = async () => Object.values(await ledger()).filter(({ heldInPence }) => heldInPence === 1357).length;
  const before = await gifts();
  await page.goto('/donate/');
  await page.getByRole('radio', { name: 'Other' }).check();
  await page.getByLabel('Your own amount').fill('13.57');
  await page.getByRole('button', { name: 'Go to payment' }).dblclick();
  await (await stripe.pageForPaying(page)).shows('£13.57');
  await page.goBack();
  await expect(page.getByRole('radio', { name: 'Other' })).toBeChecked();
  await expect(page.getByLabel('Your own amount')).toHaveValue('13.57');
  await page.getByRole('button', { name: 'Go to payment' }).click();
  await (await stripe.pageForPaying(page)).pay({ isTwice: true });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you', { timeout: 30_000 });
  // Stripe tells of a gift while the donor is on the way to the thanks, and may be the later of the two.
  await expect.poll(gifts).toBe(before + 1);
});

test('a link fills in what it asks for, to be changed or sent as it is', async ({ page }) => {
  await page.goto('/donate/?frequency=monthly&amount=1234&fund=chesham-hub');
  await expect(page.getByRole('radio', { name: 'Each month' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Other' })).toBeChecked();
  await expect(page.getByLabel('Your own amount')).toHaveValue('12.34');
  await expect(page.getByRole('radio', { name: 'Our hub in Chesham' })).toBeChecked();
  await page.goto('/donate/?fund=no-such-fund');
  await expect(page.getByRole('radio', { name: 'Wherever music is needed most' })).toBeChecked();
  await expect(page.getByRole('radio', { name: '£25' })).toBeChecked();
});

test('the total is right as one types: an amount of one’s own, and the fee with it', async ({ page }) => {
  await page.goto('/donate/');
  const total = page.getByRole('status');
  await page.getByLabel('Add the card fee').check();
  await expect(total).toHaveText('£25.59', { useInnerText: true });
  await page.getByRole('radio', { name: 'Other' }).check();
  await expect(total).toHaveText('You choose', { useInnerText: true });
  await page.getByLabel('Your own amount').fill('42');
  await expect(total).toHaveText('£42.85', { useInnerText: true });
  await expect(page.getByText('£0.85 more')).toBeVisible();
  await page.getByLabel('Add the card fee').uncheck();
  await expect(total).toHaveText('£42', { useInnerText: true });
  await page.getByRole('radio', { name: 'Each month' }).check();
  await expect(page.getByText('each month', { exact: true })).toBeVisible();
});

test('the total beside the form follows the choice, with no JavaScript of ours', async ({ page }) => {
  await page.goto('/donate/');
  const total = page.getByRole('heading', { name: 'Your gift' }).locator('..');
  await expect(total.getByText('£25', { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: '£50' }).check();
  await expect(total.getByText('£50', { exact: true })).toBeVisible();
  await expect(total.getByText('£25', { exact: true })).toBeHidden();
});

test('what is pasted is never cut unseen: a letter that is too long is told to be, and all of it is there again', async ({
  page,
}) => {
  const letter = `${'We sang every week. '.repeat(200)}Please call me on 01494 111111.`;
  await page.goto('/donate/');
  await page.getByText('A message to us').click();
  const box = page.getByLabel('What would you like to say?');
  await box.click();
  await page.keyboard.insertText(letter);
  await expect(box).toHaveValue(letter);
  await page.getByRole('button', { name: 'Go to payment' }).click();
  await expect(page.getByRole('alert')).toContainText(`it is ${letter.length - 500} letters too long`);
  await expect(box).toHaveValue(letter);
  // No box of any form is cut by the browser.
  for (const form of ['/donate/', '/donate/manage/', '/refer/']) {
    await page.goto(form);
    expect.soft(await page.locator('main [maxlength]').count(), form).toBe(0);
  }
});

test.describe('in a browser of 2021, which shows every box', () => {
  test.use({ bypassCSP: true });
  /** What does not know `:has()` passes over each rule with it. */
  const olden = async (page: Page) => {
    await page.addInitScript(() => {
      CSS.supports = () => false;
    });
    await page.route('**/donate/', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(':has(', ':had(') });
    });
    await page.goto('/donate/');
    await expect(page.getByLabel('Your own amount')).toBeVisible();
    // Where it cannot follow what is chosen, nothing is said of how much and how often.
    await expect(page.getByRole('heading', { name: 'Your gift' }).locator('..')).toHaveText(
      /^\s*Your gift\s*Go to payment\s*$/,
      {
        useInnerText: true,
      },
    );
    await expect(page.getByRole('radio', { name: '£25' })).toBeChecked();
    await page.getByLabel('Your own amount').fill('10');
    await page.getByRole('button', { name: 'Go to payment' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look it over');
  };

  test('who types an amount of their own has chosen it', async ({ page }) => {
    await olden(page);
    await expect(page.getByText('£10', { exact: true })).toBeVisible();
    await expect(page.getByText('You chose')).toBeHidden();
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });
    test('an amount that was typed and not chosen is asked about, and can be chosen', async ({ page }) => {
      await olden(page);
      await expect(page.getByText('You chose £25, and typed “10” as an amount of your own.')).toBeVisible();
      await page.getByRole('button', { name: 'Change something' }).click();
      await page.getByRole('radio', { name: 'Other' }).check();
      await expect(page.getByLabel('Your own amount')).toHaveValue('10');
      await goOn(page, '£10');
      await expect(page.getByRole('button', { name: /Donate £10/ })).toBeVisible();
    });
  });
});
