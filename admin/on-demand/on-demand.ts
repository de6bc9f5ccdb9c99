/** Makes a part of the CMS one that is loaded when it is first shown. */
import { type ComponentType, createElement, lazy, Suspense } from 'react';

/** Shows nothing until the part has come. */
export function onDemand<Properties extends object>(
  load: () => Promise<{ readonly default: ComponentType<Properties> }>,
) {
  const Part = lazy(load) as unknown as ComponentType<Properties>;
  return (properties: Properties) => createElement(Suspense, { fallback: null }, createElement(Part, properties));
}
