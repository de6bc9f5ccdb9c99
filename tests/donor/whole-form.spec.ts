/** The whole form, on the site of a charity that HMRC has recognised: each month, with Gift Aid, in memory of someone, with the fee; and what the donor reads after it. */
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Served } from '../../scripts/local/served.ts';
import { dayNow } from '../../src/dates.ts';
import { violationsIn } from '../accessibility.ts';
import { type Checkout, temporaryCheckout } from '../checkout.ts';
import { misfits } from '../fit.ts';
import { runGivingCommand } from '../giving-command.ts';
import { stripeItself } from './stripe-itself.ts';
import { settingsOfSite, test } from './stripe-of-this-run.ts';

// One site is built for all of them. At Stripe itself each test has longer.
test.describe.configure({ mode: 'serial', ...(stripeItself() ? {} : { timeout: 120_000 }) });

let checkout: Checkout;
let site: Served;
let address: string;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  checkout = await temporaryCheckout(settingsOfSite);
  await appendFile(join(checkout.root, 'content/settings/giving.yaml'), 'giftAid:\n  hmrcReference: AB12345\n');
  const { code, output } = checkout.build();
  expect(code, output).toBe(0);
  site = await checkout.serve('preview');
  ({ address } = site);
});
test.afterAll(() => checkout?.remove());
// Stripe’s news is for this site.
test.use({ baseURL: ({ browserName: _ }, use) => use(address) });

const send = (page: Page) => page.getByRole('button', { name: 'Go to payment' }).click();
const box = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });

test('what is not right about Gift Aid is said beside each field, to every reader, and nothing typed is lost', async ({
  page,
}) => {
  await page.goto(`${address}/donate/`);
  await page.getByRole('radio', { name: 'Each month' }).check();
  // Words of HMRC’s own, for gifts that go on; those for a single gift are hidden.
  const giftAid = page.getByLabel('Yes, add Gift Aid to my gift');
  await expect(giftAid).toHaveAccessibleDescription(/Do not tick it for a company, a charity or a group/);
  await giftAid.check();
  await expect(page.getByText('any donations I make in the future or have made in the past 4 years')).toBeVisible();
  await expect(page.getByText(/want to Gift Aid my donation to Chiltern/)).toBeHidden();
  await box(page, 'First name').fill('Ada');
  await box(page, 'Postcode').fill('nowhere');
  await page.getByText('A message to us').click();
  await box(page, 'What would you like to say?').fill('For the choir,\nwith love');
  await page.getByLabel('No, please do not').check();
  await send(page);

  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByRole('alert').getByRole('link')).toHaveText([
    'Type your last name',
    'Type the number or name of your home',
    'Type your postcode in full, like SW1A 1AA',
  ]);
  await expect(box(page, 'Postcode')).toHaveAccessibleDescription('Type your postcode in full, like SW1A 1AA.');
  await expect(box(page, 'First name')).toHaveValue('Ada');
  await expect(box(page, 'What would you like to say?')).toHaveValue('For the choir,\nwith love');
  await expect(box(page, /^Their name$/)).toBeHidden();
  for (const name of ['Each month', 'Yes, add Gift Aid to my gift', 'No, please do not'])
    await expect(page.getByLabel(name)).toBeChecked();
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    expect
      .soft({ width, misfits: await misfits(page), violations: await violationsIn(page) })
      .toEqual({ width, misfits: [], violations: [] });
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsIn(page)).toEqual([]);
});

test('who comes back by Stripe’s own arrow finds all that they typed; who comes later, or anew, finds nothing of anyone; once it is paid it is gone', async ({
  page,
  stripe,
}) => {
  const typed: readonly (readonly [string | RegExp, string])[] = [
    ['Your own amount', '42.50'],
    ['Title', 'Mrs'],
    ['First name', 'Ada'],
    ['Last name', 'Lovelace'],
    ['Number or name of your home', '1 Rue de la Paix, Paris'],
    ['Country', 'France'],
    [/^Their name$/, 'Charles'],
    ['A message to go with it', 'He sang,\nand danced.'],
    ['Should we tell someone', 'Cal, 2 The Lane'],
    ['What would you like to say?', 'For the choir,\nwith love'],
  ];
  const choices = ['Each month', 'Other', 'Yes, add Gift Aid to my gift', 'I live outside the UK', 'Add the card fee'];
  const ticked = [...choices, 'In honour of someone', 'No, please do not'];
  const choice = (name: string) => page.getByRole('radio', { name }).or(page.getByRole('checkbox', { name }));
  const kept = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]));
  const goBack = async () => (await stripe.pageForPaying(page)).goBack();

  await page.goto(`${address}/donate/`);
  await page.getByText('In memory or in honour of someone', { exact: true }).first().click();
  await expect(choice('No, this gift is for nobody in particular')).toBeChecked();
  await page.getByText('A message to us').click();
  for (const name of ticked) await choice(name).check();
  for (const [name, words] of typed) await box(page, name).fill(words);
  expect(await kept()).toBe('[{},{},""]');
  await send(page);
  await goBack();
  const isAsLeft = async () => {
    for (const [name, words] of typed) await expect(box(page, name)).toHaveValue(words);
    for (const name of ticked) await expect(choice(name)).toBeChecked();
    await expect(page.getByRole('status')).toHaveText('£43.36', { useInnerText: true });
  };
  await isAsLeft();
  await expect(page.getByText('If you turned back before paying, nothing was taken.')).toBeVisible();
  expect(page.url()).not.toMatch(/Ada|Lovelace|Rue|France|Charles|sang|Lane|choir/);
  expect(await kept()).toBe('[{},{},""]');
  await page.reload();
  await expect(page.getByText('If you turned back before paying, nothing was taken.')).toBeHidden();

  await test.step('a form that is opened anew in the same tab is empty, and forgets', async () => {
    await send(page);
    await page.goto(`${address}/donate/?amount=4250`);
    await expect(page.getByLabel('Yes, add Gift Aid to my gift')).not.toBeChecked();
    await page.getByText('A message to us').click();
    await expect(box(page, 'What would you like to say?')).toHaveValue('');
    expect(await kept()).toBe('[{},{},""]');
  });

  await test.step('a quarter of an hour later the way back leads to the choices alone', async () => {
    await box(page, 'What would you like to say?').fill('For the choir');
    await send(page);
    await page.clock.setSystemTime(Date.now() + 16 * 60_000);
    await goBack();
    await expect(box(page, 'Your own amount')).toHaveValue('42.50');
    await page.getByText('A message to us').click();
    await expect(box(page, 'What would you like to say?')).toHaveValue('');
    expect(await kept()).toBe('[{},{},""]');
    await page.clock.setSystemTime(new Date());
  });

  await test.step('once it is paid nothing is kept', async () => {
    await box(page, 'What would you like to say?').fill('For the choir');
    await send(page);
    await (await stripe.pageForPaying(page)).pay();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you');
    await expect.poll(kept).toBe('[{},{},""]');
    expect(await violationsIn(page)).toEqual([]);
  });
});

test('the browser’s own Back from the page for paying leads to all that was typed, too', async ({ page, stripe }) => {
  await page.goto(`${address}/donate/`);
  await page.getByText('In memory or in honour of someone', { exact: true }).first().click();
  await page.getByLabel('In memory of someone').check();
  await box(page, /^Their name$/).fill('Charles');
  await page.getByText('A message to us').click();
  await box(page, 'What would you like to say?').fill('For the choir');
  await send(page);
  await (await stripe.pageForPaying(page)).shows('£25.00');
  await page.goBack();
  await expect(page.getByLabel('In memory of someone')).toBeChecked();
  await expect(box(page, /^Their name$/)).toHaveValue('Charles');
  await expect(box(page, 'What would you like to say?')).toHaveValue('For the choir');
  // Once it is paid, Back has nothing of it left.
  await send(page);
  await (await stripe.pageForPaying(page)).pay();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you');
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a monthly gift with all that can be added goes to Stripe as it was meant, every month’s payment has the declaration, and it can be claimed', async ({
    page,
    stripe,
  }) => {
    const from = dayNow();
    await page.goto(`${address}/donate/`);
    await page.getByRole('radio', { name: 'Each month' }).check();
    await page.getByRole('radio', { name: '£10' }).check();
    await page.getByLabel('Yes, add Gift Aid to my gift').check();
    await box(page, 'Title').fill('Mrs');
    await box(page, 'First name').fill('Ada');
    await box(page, 'Last name').fill('Lovelace');
    await box(page, 'Number or name of your home').fill('12 Lime Grove');
    await box(page, 'Postcode').fill('hp92hn');
    await page.getByLabel('Add the card fee').check();
    await page.getByText('In memory or in honour of someone', { exact: true }).first().click();
    await page.getByLabel('In memory of someone').check();
    await box(page, /^Their name$/).fill('Charles');
    await box(page, 'A message to go with it').fill('He sang,\nand danced.');
    await page.getByText('A message to us').click();
    await box(page, 'What would you like to say?').fill(`For <b>the choir</b>${'o'.repeat(200)}`);
    await expect(page.getByRole('status')).toHaveText('£10.36', { useInnerText: true });
    await send(page);

    // Whoever has no script may not have seen it.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look it over');
    await expect(page.getByText('with Gift Aid')).toBeVisible();
    const sheet = page.getByRole('main');
    // All that was typed for others to read is there, as it was typed.
    await expect(sheet).toContainText('In memory of Charles');
    await expect(sheet).toContainText('With the message: He sang,\nand danced.', { useInnerText: true });
    await expect(sheet).toContainText('Your message to us: For <b>the choir</b>ooo');
    await expect(sheet).not.toContainText('We write to', { useInnerText: true });
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft({ width, misfits: await misfits(page) }).toEqual({ width, misfits: [] });
    }
    await send(page);
    const paying = await stripe.pageForPaying(page);
    await paying.shows('£10.36');
    const email = stripe.address('ada.lovelace');
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await paying.pay({ name: 'Ada Lovelace', email });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you');
    await expect(page.getByText('Each month: Wherever music is needed most. It has arrived.')).toBeVisible();
    await expect(page.getByText('The next gift comes in a month, by itself.')).toBeVisible();
    await expect(page.getByText('you can make it a monthly gift')).toHaveCount(0);
    // What was chosen stands there, to the penny; what else was typed does not.
    for (const words of [
      '£0.36 of it is for the card fee.',
      'With Gift Aid, we can claim £2.59 more from the tax office each month.',
      'In memory of Charles. We tell nobody about it, as you did not ask us to.',
    ])
      await expect(page.getByText(words)).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(/Ada|Lovelace|Lime|HP9/);
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft({ width, misfits: await misfits(page) }).toEqual({ width, misfits: [] });
    }

    // Nothing of a person is where others could come upon it: in an address, in what the site writes to its log, or in what it keeps.
    const kept = async () =>
      Promise.all(
        (await readdir(join(checkout.root, '.netlify'), { recursive: true, withFileTypes: true }))
          .filter((file) => file.isFile())
          .map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
      );
    await expect.poll(async () => (await kept()).join('')).toContain('"frequency":"monthly"');
    const everywhere = [...(await kept()), site.output(), ...addresses].join('\n');
    for (const detail of ['Lovelace', 'lovelace', 'Lime', 'Charles', 'hp92hn', 'danced', 'choir'])
      expect(everywhere).not.toContain(detail);

    if (!stripe.isItself)
      await test.step('on one’s own machine no message is on its way to anybody: whoever asks for the link finds it in the terminal', async () => {
        await page.goto(`${address}/donate/manage/`);
        await box(page, 'Your email address').fill(email);
        await page.getByRole('button', { name: 'Send me the link' }).click();
        await expect(page.getByRole('status')).toContainText('a message is on its way');
        await expect.poll(site.output).toContain(`To: ${email}`);
        await expect.poll(site.output).toMatch(/^ {2}http\S+\/api\/my-gift\?link=[\w-]{40,}$/m);
      });

    const { subscription } = await paying.session();
    const invoices = await paying.stripe.invoices.list({ subscription: String(subscription) });
    expect(invoices.data.map(({ parent }) => parent?.subscription_details?.metadata)).toEqual([
      expect.objectContaining({
        kind: 'gift',
        frequency: 'monthly',
        feeCoverInPence: '36',
        giftAidFirstName: 'Ada',
        giftAidPostcode: 'HP9 2HN',
        giftAidScope: 'others',
        tribute: 'memory',
        tributeName: 'Charles',
      }),
    ]);

    const paid = await paying.stripe.invoicePayments.list({ invoice: invoices.data[0]?.id ?? '' });
    const folder = await mkdtemp(join(tmpdir(), 'gift-aid-'));
    const period = ['--from', from, '--to', dayNow()] as const;
    const { code, output } = await runGivingCommand('gift-aid', folder, stripe.settings(), ...period);
    expect(code, output).toBe(0);
    expect(output).toContain('Stripe’s balance agrees');
    const list = await readFile(join(folder, `gift-aid-${period[1]}-to-${period[3]}.csv`), 'utf8');
    const line = list.split('\r\n').find((one) => one.startsWith(String(paid.data[0]?.payment.payment_intent)));
    expect(line).toMatch(/,10\.36,"?claimed: /);
    await rm(folder, { recursive: true });
  });

  test('money that is still on its way from a bank is not said to have arrived; what was not finished is not thanked for', async ({
    page,
    stripe,
  }) => {
    await page.goto(`${address}/donate/`);
    await send(page);
    const paying = await stripe.pageForPaying(page);
    await page.goto(`${address}/api/thank-you?gift=${(await paying.session()).id}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This gift was not finished');
    await expect(page.getByText('Nothing was taken.')).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(/thank you/i);
    await page.goBack();
    await paying.payByBank();
    await expect(page.getByText('It is on its way.')).toBeVisible();
    await expect(page.getByText('It has arrived.')).toHaveCount(0);
    // Nor is its receipt said to be there.
    await page.reload();
    await expect(page.getByText('sends the receipt once it has come')).toBeVisible();
    await expect(page.getByText('The receipt is in your email')).toHaveCount(0);
    // A session that nobody has begun here, and an address that is none.
    for (const gift of ['cs_test_0123456789abcdef', '../../secret', '']) {
      await page.goto(`${address}/api/thank-you?gift=${encodeURIComponent(gift)}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no gift to show here');
      await expect(page.getByText(/£\d/)).toHaveCount(0);
    }
  });

  test('who comes back by Stripe’s own arrow has Gift Aid still ticked, and asks for its details again', async ({
    page,
    stripe,
  }) => {
    await page.goto(`${address}/donate/`);
    await page.getByRole('radio', { name: '£50' }).check();
    await page.getByLabel('Yes, add Gift Aid to my gift').check();
    for (const [name, words] of [
      ['Title', 'Mrs'],
      ['First name', 'Ada'],
      ['Last name', 'Lovelace'],
      ['Number or name of your home', '12'],
      ['Postcode', 'HP9 2HN'],
    ] as const)
      await box(page, name).fill(words);
    await send(page);
    await (await stripe.pageForPaying(page)).goBack();
    await expect(page.getByRole('radio', { name: '£50' })).toBeChecked();
    await expect(page.getByLabel('Yes, add Gift Aid to my gift')).toBeChecked();
    expect(page.url()).not.toMatch(/Ada|Lovelace|HP9/);
    await page.getByRole('button', { name: 'Go to payment' }).click();
    await expect(page.getByRole('alert')).toContainText('Type your postcode');
  });

  test('a fee on an amount of one’s own is looked over before paying, and can be changed', async ({ page, stripe }) => {
    await page.goto(`${address}/donate/`);
    await page.getByRole('radio', { name: 'Other' }).check();
    await box(page, 'Your own amount').fill('42');
    await page.getByLabel('Add the card fee').check();
    await send(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look it over');
    await expect(page.getByText('£42.85')).toBeVisible();
    await expect(page.getByText('Robots')).toBeHidden();
    await page.getByRole('button', { name: 'Change something' }).click();
    await expect(box(page, 'Your own amount')).toHaveValue('42');
    await page.getByLabel('Add the card fee').uncheck();
    await send(page);
    // Without a script the form cannot say what an amount of one’s own comes to.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look it over');
    await expect(page.getByText('£42', { exact: true })).toBeVisible();
    await send(page);
    await (await stripe.pageForPaying(page)).shows('£42.00');
  });

  test('somebody who would rather not give by card finds the other ways', async ({ page }) => {
    await page.goto(`${address}/donate/`);
    const others = page.getByRole('region', { name: 'Other ways to give' });
    await expect(others.getByRole('heading', { level: 3 })).toHaveText([
      'By telephone',
      'By bank transfer or by cheque',
      'In your will',
      'In kind',
    ]);
  });
});
