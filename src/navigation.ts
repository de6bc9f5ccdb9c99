/** Where one can go from every page: what staff have chosen for the top and the foot, and the page for giving. */
import type { Navigation } from './schema/settings.ts';

/** All of these, in the order in which the foot of a page has them. */
export const waysOn = ({ main, foot }: Navigation): Navigation['main'] => [
  ...main,
  ...foot,
  { label: 'Donate', address: '/donate/' },
];
