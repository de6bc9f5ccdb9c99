/** Where it is told how a thing is seen to: by a step of the README, by the handbook, or by a form in the CMS. A test holds that each of them is there. */

const goingLive = 'README.md, “Go live on Netlify”';
const step = (number: number) => `${goingLive}, step ${number}`;

/** The places, by what they are for. */
export const told = {
  importing: step(1),
  stripeKey: step(2),
  webhook: step(3),
  signIn: step(4),
  newDay: step(5),
  receipts: step(7),
  check: step(8),
  variables: `${goingLive}, the table after the steps`,
  gone: 'docs/handbook/rename-or-move-a-page.md',
  consent: 'docs/handbook/add-photos.md',
  amounts: 'docs/handbook/change-the-amounts.md',
  charity: 'Settings, The charity, in the CMS',
  pages: 'Pages, in the CMS',
} as const;
