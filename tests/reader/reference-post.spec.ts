/** The reference post, whole: its words, its pictures, whom it thanks, and what it leads to; and the same links from the other side. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp, { type Metadata } from 'sharp';

const root = join(import.meta.dirname, '../..');
const post = '/news/social-prescribing-day-in-bucks/';

test('the post tells the day: its parts in order, the people and places, and what was measured, as text', async ({
  page,
}) => {
  await page.goto(post);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Social Prescribing Day in Bucks');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([
    'A welcome and a song',
    'The therapeutic benefits of music',
    'The workshop',
    'Umbrellas up',
    'Reflections and feedback',
    'Looking ahead',
    'With thanks to',
    'Pass it on',
    'Photos from the day',
    'Support our work',
  ]);
  const main = page.getByRole('main');
  for (const words of [
    'White Hill Centre, Chesham',
    'Gareth, one of our music therapists',
    'UCL Wellbeing Tool',
    '+40%',
    'Spring 2024',
    'The pictures on this page are drawn.',
  ]) {
    await expect(main.getByText(words).first()).toBeVisible();
  }
  await expect(page.getByRole('list', { name: 'What rose' }).getByRole('listitem')).toHaveText([
    'Inspired',
    'Enthusiastic',
    'Happy',
    'Alert',
    'Active',
  ]);
});

test('the gallery has its pictures in modern formats and many sizes, with room kept for each, fetched when they are near', async ({
  page,
}) => {
  await page.goto(post);
  const pictures = page.getByRole('region', { name: 'Photos from the day' }).getByRole('img');
  expect(await pictures.count()).toBeGreaterThanOrEqual(6);
  for (const picture of await pictures.all()) {
    const facts = await picture.evaluate((image: HTMLImageElement) => ({
      width: Number(image.getAttribute('width')),
      height: Number(image.getAttribute('height')),
      loading: image.loading,
      sizes: image.sizes,
      alt: image.alt,
      fallback: image.getAttribute('src'),
      avif: image.closest('picture')?.querySelector('source[type="image/avif"]')?.getAttribute('srcset') ?? '',
    }));
    expect(facts.width).toBeGreaterThan(0);
    expect(facts.height).toBeGreaterThan(0);
    expect(facts).toMatchObject({
      loading: 'lazy',
      sizes: expect.stringContaining('vw'),
      alt: expect.stringMatching(/\.$/),
    });
    expect(facts.avif.match(/\.avif \d+w/g)?.length).toBeGreaterThanOrEqual(2);
    expect(facts.fallback).toMatch(/\.webp$/);
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0))
      .toBe(true);
    expect(await picture.evaluate((image: HTMLImageElement) => image.currentSrc)).toContain('.avif');
  }
  const cover = page.getByRole('main').getByRole('img').first();
  await expect(cover).toHaveAttribute('loading', 'eager');
  await expect(cover).toHaveAttribute('fetchpriority', 'high');

  // Large, a photo has many sizes of both formats; the contact sheet has few, so that forty photos fit into the page's budget.
  await page.goto(`${post}photos/drum-circle/`);
  const large = page.getByRole('main').getByRole('img');
  const offered = (selector: string) =>
    large.evaluate(
      (image, within) => image.closest('picture')?.querySelector(within)?.getAttribute('srcset') ?? '',
      selector,
    );
  expect((await offered('source[type="image/avif"]')).match(/\.avif \d+w/g)?.length).toBeGreaterThanOrEqual(3);
  expect((await offered('img')).match(/\.webp \d+w/g)?.length).toBeGreaterThanOrEqual(3);
});

test('no picture on the site tells where or when it was taken, though the originals do', async () => {
  const pictures = /\.(jpe?g|png|webp|avif)$/i;
  const kept = ({ exif, xmp, iptc }: Metadata) => [exif, xmp, iptc].some((metadata) => metadata !== undefined);
  const originals = (await readdir(join(root, 'content'), { recursive: true })).filter((file) => pictures.test(file));
  expect(originals.length).toBeGreaterThanOrEqual(9);
  for (const file of originals) expect(kept(await sharp(join(root, 'content', file)).metadata()), file).toBe(true);

  const built = (await readdir(join(root, 'dist'), { recursive: true })).filter((file) => pictures.test(file));
  expect(built.length).toBeGreaterThanOrEqual(40);
  for (const file of built) expect.soft(kept(await sharp(join(root, 'dist', file)).metadata()), file).toBe(false);
  expect(built.filter((file) => /\.jpe?g$/i.test(file))).toEqual([]);
});

test('the post thanks its funders, and each funder’s page leads back to it', async ({ page }) => {
  for (const name of ['Rothschild Foundation', 'Heart of Bucks', 'The Clare Foundation']) {
    await page.goto(post);
    await page.getByRole('main').getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await page.getByRole('main').getByRole('link', { name: 'Social Prescribing Day in Bucks' }).click();
    await expect(page).toHaveURL(post);
  }
});

test('post, project, event and funders lead to one another, both ways', async ({ page }) => {
  const main = page.getByRole('main');
  await page.goto(post);
  await main.getByRole('link', { name: 'Safe in Sound' }).first().click();
  await expect(page).toHaveURL('/projects/safe-in-sound/');
  await expect(page.getByText('A gift of £7,000.')).toBeVisible();
  const told = page.getByRole('region', { name: 'What came of it' });
  await told.getByRole('link', { name: 'Safe in Sound: the performance' }).click();
  await expect(page).toHaveURL('/events/safe-in-sound-performance/');
  await expect(main.getByText('14 July 2024')).toBeVisible();
  await main.getByRole('link', { name: 'Safe in Sound', exact: true }).click();
  await main.getByRole('link', { name: 'Social Prescribing Day in Bucks' }).click();
  await expect(page).toHaveURL(post);
  for (const name of ['The Clare Foundation', 'The Mobbs Memorial Trust', 'The English Sinfonia']) {
    await page.goto('/projects/safe-in-sound/');
    await main.getByRole('link', { name }).click();
    await expect(main.getByRole('link', { name: 'Safe in Sound', exact: true })).toBeVisible();
  }
  await page.goto('/funders/');
  await expect(main.getByRole('listitem')).toHaveCount(5);
  await page.goto('/');
  await expect(main.getByRole('link', { name: 'Social Prescribing Day in Bucks' })).toBeVisible();
  await expect(main.getByRole('link', { name: 'Safe in Sound' })).toBeVisible();
});

test('the panel that asks ends the post, and leads to the form', async ({ page }) => {
  await page.goto(post);
  await expect(page.getByRole('heading', { level: 2 }).last()).toHaveText('Support our work');
  await page.getByRole('link', { name: 'Donate here' }).click();
  await expect(page).toHaveURL('/donate/');
  await expect(page.getByRole('button', { name: 'Go to payment' })).toBeVisible();
});
