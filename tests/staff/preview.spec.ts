/** The preview beside the form is the page that readers will have: in the real CMS, held against the built pages. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { collections, settings } from '../../src/schema/contract.ts';
import { preview, previewFrame, previewPane, signIn, story } from './in-the-cms.ts';

/** Opens an entry in the CMS, or a form for a new one, where nothing is saved. */
async function open(page: Page, baseURL: string | undefined, place: string): Promise<void> {
  await signIn(page, baseURL ?? '');
  await page.goto(`${baseURL}/admin/#/collections/${place}`);
}

/** Goes to another entry by its list: Decap stays with the one that is open when only the address changes. What was begun is left behind. */
async function go(page: Page, baseURL: string | undefined, place: string): Promise<void> {
  page.once('dialog', (dialog) => dialog.accept());
  await page.goto(`${baseURL}/admin/#/collections/${place.split('/')[0]}`);
  await expect(page.locator('#preview-pane')).toHaveCount(0);
  page.removeAllListeners('dialog');
  await page.goto(`${baseURL}/admin/#/collections/${place}`);
}

/** A page as it is read aloud: roles, names and words, in their order. The addresses of pictures are not part of it. */
const readAloud = async (main: Locator) => (await main.ariaSnapshot()).replaceAll(/^.*\/url: blob:.*\n/gm, '');

/** Waits for every picture, wherever it stands, and takes away what moves. */
async function atRest(main: Locator): Promise<void> {
  await main.evaluate(async (element) => {
    const document = element.ownerDocument;
    for (const image of document.images) image.loading = 'eager';
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    await document.fonts.ready;
  });
}

/** Where everything stands that has words or is a picture: its place and its size, in whole pixels from the top of the main part; of a picture, the part in view. */
const layout = (main: Locator) =>
  main.evaluate((element) => {
    const top = element.getBoundingClientRect().top;
    return [...element.querySelectorAll('h1, h2, h3, p, li, dt, dd, img, figcaption, a')]
      .filter((one) => one.checkVisibility())
      .map((one) => {
        const { left, top: from, width, height } = one.getBoundingClientRect();
        const kept = one.localName === 'img' ? getComputedStyle(one).objectPosition : '';
        return `${one.localName} ${[left, from - top, width, height].map(Math.round).join(' ')} ${kept}`;
      });
  });

/** How unlike two pictures of one size are: the mean difference of a colour, of 255. */
async function unlike(one: Buffer, other: Buffer): Promise<number> {
  const difference = sharp(one)
    .removeAlpha()
    .composite([{ input: await sharp(other).removeAlpha().toBuffer(), blend: 'difference' }]);
  const { channels } = await sharp(await difference.png().toBuffer())
    .removeAlpha()
    .stats();
  return Math.max(...channels.map(({ mean }) => mean));
}

test('the preview of the reference post, of a project and of a funder is its page: the same words, roles, places and look', async ({
  page,
  baseURL,
  context,
}) => {
  test.setTimeout(120_000);
  // Wide enough that a computer’s screen stands in the pane at its own size.
  await page.setViewportSize({ width: 2700, height: 1000 });
  await open(page, baseURL, 'news');
  // What a script adds for those who have it, such as a button that copies an address, does nothing in a preview, and is not there.
  const built = await context.newPage();
  await built.route('**/*.js', (route) => route.abort());
  for (const { place, address } of [
    {
      place: 'news/entries/social-prescribing-day-in-bucks/index',
      address: '/news/social-prescribing-day-in-bucks/',
    },
    { place: 'projects/entries/safe-in-sound/index', address: '/projects/safe-in-sound/' },
    { place: 'funders/entries/heart-of-bucks/index', address: '/funders/heart-of-bucks/' },
  ])
    await test.step(address, async () => {
      await go(page, baseURL, place);
      for (const [screen, width] of [
        ['Phone', 390],
        ['Computer', 1280],
      ] as const) {
        await previewPane(page).getByRole('button', { name: screen }).click();
        await built.setViewportSize({ width, height: 1000 });
        await built.goto(address);
        const main = built.getByRole('main');
        const expected = await readAloud(main);
        await expect.poll(() => readAloud(preview(page)), { timeout: 30_000 }).toBe(expected);
        await Promise.all([atRest(main), atRest(preview(page))]);
        expect(await layout(preview(page))).toEqual(await layout(main));
        // From its top to the middle of its first screen: what differs is how a picture was packed.
        const frame = await previewFrame(page).boundingBox();
        const clip = { x: 0, y: 0, width, height: 700 };
        const [seen, meant] = [
          await page.screenshot({ clip: { ...clip, x: frame?.x ?? 0, y: frame?.y ?? 0 } }),
          await built.screenshot({ clip }),
        ];
        expect(await unlike(seen, meant)).toBeLessThan(4);
      }
    });
});

test('the preview follows what is typed, with words in the place of what is missing, and shows drafts and what is dated ahead; nothing runs in it, and no link leads away', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  await test.step('one that cannot be drawn says so, loses nothing, and is drawn as one writes on, once its parts come', async () => {
    const program = '**/admin/preview/pages.js*';
    await page.route(program, (route) => route.abort());
    await open(page, baseURL, 'news/new');
    await expect(previewPane(page).getByRole('status')).toHaveText(
      /could not be drawn\. What you have written is safe/,
      {
        timeout: 30_000,
      },
    );
    await page.unroute(program);
    await page.getByLabel('Headline').fill('A day by the river');
    await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('A day by the river', {
      timeout: 30_000,
    });
    await expect(previewPane(page).getByRole('status')).toHaveText('');
  });

  await page.getByLabel('Headline').fill('');
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('Headline');
  await page.getByLabel('Headline').fill('A day by the river');
  await page.getByLabel('Publish on').fill('2099-02-03');
  await page.getByLabel('Summary').fill('We sang, and the ducks sang back.');
  await page.getByRole('switch').first().click();
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('A day by the river');
  await expect(preview(page).getByText('We sang, and the ducks sang back.')).toBeVisible();
  await expect(preview(page).getByText('3 February 2099').first()).toBeVisible();
  await page.getByLabel('With thanks to').fill('Heart of Bucks');
  await page.getByRole('option', { name: 'Heart of Bucks' }).click();
  await expect(preview(page).getByRole('region', { name: 'With thanks to' })).toContainText('Heart of Bucks');

  await story(page).click();
  await expect(story(page)).toBeFocused();
  await page.keyboard.type('<b>not bold</b> and 10:30');
  await expect(preview(page).getByText('<b>not bold</b> and 10:30')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type('<script>document.title = 1</script> <img src=x onerror=alert(1)>');
  await expect(preview(page).getByText('<script>document.title = 1</script>')).toBeVisible();
  await page.getByRole('button', { name: 'Add Component' }).click();
  await page.getByRole('menuitem', { name: 'Quote' }).click();
  await page.getByLabel('Their words').fill('It was the best day.');
  await expect(preview(page).getByRole('blockquote')).toContainText('It was the best day.');

  const went: string[] = [];
  page.on('framenavigated', (frame) => went.push(frame.url()));
  page.context().on('page', (other) => went.push(other.url()));
  for (const name of ['News', 'Copy'])
    for (const link of await preview(page).getByRole('link', { name }).all()) await link.click({ noWaitAfter: true });
  await page.waitForTimeout(500);
  expect(went).toEqual([]);
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('A day by the river');
  await expect(previewFrame(page).contentFrame().locator('script')).toHaveCount(0);
  await expect(previewFrame(page)).toHaveAttribute('sandbox', 'allow-same-origin');
});

test('the form shows each picture that is stored, as small as it stands there, and the preview says which of them readers do not see, and why', async ({
  page,
  baseURL,
}) => {
  await open(page, baseURL, 'news/entries/social-prescribing-day-in-bucks/index');
  const pictures = page.locator('img[role="presentation"]');
  await expect(pictures).toHaveCount(8, { timeout: 30_000 });
  for (const picture of await pictures.all())
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  const picture = preview(page)
    .getByRole('img', { name: /^Nine drums/ })
    .first();
  await expect(picture).toBeVisible({ timeout: 30_000 });
  await page.getByLabel('Who is in it').first().click();
  await page.getByRole('option', { name: 'People who could be recognised' }).click();
  await expect(previewPane(page).getByRole('status')).toHaveText(
    'Not on the page: Main picture. Why: it shows people, and their consent is not recorded.',
  );
  await expect(preview(page).getByRole('article').locator('img.banner')).toHaveCount(0);
});

test('whatever staff open has its page beside it, and one begun does not take the page away', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000);
  await open(page, baseURL, 'news');
  const shown = preview(page).getByRole('heading', { level: 1 });
  const entries: Readonly<Record<string, string | RegExp>> = {
    'topics/entries/social-prescribing/index': 'Social prescribing',
    'events/entries/safe-in-sound-performance/index': 'Safe in Sound: the performance',
    'people/new': 'People',
    'funds/entries/chesham-hub/index': 'Our hub in Chesham',
    'appeals/new': 'Name',
    'pages/new': 'Title',
    'projects/new': 'Name',
    'events/new': 'Name',
    'funders/new': 'Name',
    ...Object.fromEntries(settings.map(({ name }) => [`settings/entries/${name}`, /\w/])),
  };
  const covered = Object.keys(entries).map((place) => place.split('/')[0]);
  expect(collections.map(({ name }) => name).filter((name) => name !== 'news' && !covered.includes(name))).toEqual([]);
  for (const [place, heading] of Object.entries(entries)) {
    await go(page, baseURL, place);
    await expect.soft(shown, place).toHaveText(heading, { timeout: 20_000 });
  }
  await go(page, baseURL, 'settings/entries/navigation');
  const address = page.getByLabel('Address', { exact: true }).first();
  await address.fill('/half-typ');
  await page.getByLabel('Words', { exact: true }).first().fill('Another name');
  await expect(previewFrame(page).contentFrame().getByText('Another name').first()).toBeVisible();
});
