/** Someone who wants to refer a person finds which groups take referrals, how it goes, and can ask first, without a word about the patient. */
import { expect, test } from '@playwright/test';
import { violationsIn } from '../accessibility.ts';

test('the page says which groups take referrals, for whom, and what to know before one refers; and the group’s own page leads there', async ({
  page,
}) => {
  await page.goto('/projects/safe-in-sound/');
  await page.getByRole('link', { name: 'How to refer someone' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Refer someone' })).toBeVisible();
  const groups = page.getByRole('region', { name: 'Groups that take referrals' });
  await expect(groups.getByRole('link', { name: 'Safe in Sound' })).toBeVisible();
  await expect(groups.getByText('For: People with dementia')).toBeVisible();
  await expect(groups.getByText('please ask us first when there is a place')).toBeVisible();
});

test('the form asks for the referrer alone, and says plainly to write nothing about a patient', async ({ page }) => {
  await page.goto('/refer/');
  await expect(page.getByText('Please write nothing about the person you want to refer:')).toBeVisible();
  const asked = page.getByRole('textbox').and(page.locator('form *:not([tabindex="-1"])'));
  expect(
    await asked.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).labels?.[0]?.textContent)),
  ).toEqual([
    'Your name',
    'Where you work',
    'Your email at work',
    'Your telephone, if you would like us to call',
    'What would you like to ask?',
  ]);
  await expect(page.getByRole('textbox', { name: 'What would you like to ask?' })).toHaveAccessibleDescription(
    /Nothing about the person, please\. Please write nothing about the person/,
  );
});

test('on paper, where nobody can fill in a form, the page says how else to ask', async ({ page }) => {
  await page.emulateMedia({ media: 'print' });
  await page.goto('/refer/');
  const ask = page.getByRole('region', { name: 'Ask us first' });
  await expect(ask.getByRole('listitem')).toHaveText([
    'Call 01442 780541',
    'Write a letter to Chiltern Music Therapy, Kings Head House, 15 London End, Beaconsfield, HP9 2HN',
  ]);
  await expect(page.getByText('write to us on this page')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByText('write to us on this page')).toBeVisible();
  await expect(ask.getByText('Write a letter to')).toBeHidden();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a question is sent ${javaScriptEnabled ? 'with' : 'without'} JavaScript, as Netlify Forms takes it, and thanked for`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled });
    const page = await context.newPage();
    await page.goto('/refer/');
    await page.getByLabel('Your name').fill('A. Referrer');
    await page.getByLabel('Where you work').fill('A surgery');
    await page.getByLabel('Your email at work').fill('referrer@surgery.example');
    await page.getByLabel('Safe in Sound').check();
    await page.getByLabel('What would you like to ask?').fill('Is there room in the group?');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Send your question' }).click();
    expect(Object.fromEntries(new URLSearchParams((await sent).postData() ?? ''))).toEqual({
      'form-name': 'referral-enquiry',
      name: 'A. Referrer',
      organisation: 'A surgery',
      email: 'referrer@surgery.example',
      telephone: '',
      group: 'Safe in Sound',
      question: 'Is there room in the group?',
      leaveEmpty: '',
    });
    await expect(page).toHaveURL(/\/refer\/thank-you\/$/);
    await expect(page.getByText('Your question is with us')).toBeVisible();
    await context.close();
  });
}

test('what is not right yet is said in one place and beside its box, nothing is sent, and what was typed stays', async ({
  page,
}) => {
  await page.goto('/refer/');
  await page.getByLabel('Your name').fill('A. Referrer');
  await page.getByLabel('Your email at work').fill('a@surgery');
  await page.getByLabel('What would you like to ask?').fill(' \n ');
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  await page.getByRole('button', { name: 'Send your question' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary).toContainText('Nothing has been sent. 3 things need another look:');
  await expect(summary.getByRole('link')).toHaveText([
    'Write where you work',
    'Write your email, with an @ and a full stop, like name@surgery.example',
    'Write what you would like to ask',
  ]);
  expect(await violationsIn(page)).toEqual([]);
  const work = page.getByLabel('Where you work');
  // A link sounds when it is touched; a mistake never does.
  await summary.getByRole('link', { name: 'Write where you work' }).hover();
  await expect(summary.getByRole('link', { name: 'Write where you work' })).toHaveCSS('text-decoration-style', 'solid');
  await summary.getByRole('link', { name: 'Write where you work' }).click();
  await expect(work).toBeFocused();
  await expect(work).toHaveAttribute('aria-invalid', 'true');
  // Thicker than that of a box that is right.
  await expect(work).toHaveCSS('border-top-width', '3px');
  await expect(work).toHaveAccessibleDescription('Write where you work. Your surgery, charity or team.');
  await work.fill('A surgery');
  await expect(work).not.toHaveAttribute('aria-invalid');
  await expect(work).toHaveAccessibleDescription('Your surgery, charity or team.');
  await expect(page.getByLabel('Your name')).toHaveValue('A. Referrer');
  await page.getByRole('button', { name: 'Send your question' }).click();
  await expect(summary).toContainText('2 things need another look:');
  expect(posts).toEqual([]);
  await page.getByLabel('Your email at work').fill('a@surgery.example');
  await page.getByLabel('What would you like to ask?').fill('Is there room?');
  await page.getByRole('button', { name: 'Send your question' }).click();
  await expect(page).toHaveURL(/\/refer\/thank-you\/$/);
});

test('without JavaScript the browser itself lets no line through that is blank, or no address', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/refer/');
  await page.getByLabel('Your name').fill('   ');
  await page.getByLabel('Where you work').fill('A surgery');
  await page.getByLabel('Your email at work').fill('a@surgery');
  await page.getByLabel('What would you like to ask?').fill('Is there room?');
  const send = page.getByRole('button', { name: 'Send your question' });
  await send.click();
  await expect(page.getByLabel('Your name')).toBeFocused();
  await page.getByLabel('Your name').fill('A. Referrer');
  await send.click();
  await expect(page.getByLabel('Your email at work')).toBeFocused();
  await expect(page.getByLabel('Where you work')).toHaveValue('A surgery');
  await expect(page).toHaveURL(/\/refer\/$/);
  await context.close();
});
