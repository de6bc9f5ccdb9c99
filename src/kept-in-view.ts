/** The classes that keep in view the part of a picture that staff have chosen, as `.art` knows them (components/Art.astro). */
import type { Focus } from './schema/field.ts';

export const keptInView: Readonly<Record<Focus, string>> = {
  top: 'keep-top',
  middle: '',
  bottom: 'keep-bottom',
  left: 'keep-left',
  right: 'keep-right',
};
