import { foldAll, type Fact } from '@stepwell/event-sourcing';
import { partOf, pathwayFold, type Pathway } from './pathway.ts';
import type { PathwayEvent } from './pathway-event.ts';

/** What is known now of the time up to an instant. Corrections stay: they say that something never was. */
export const asOf = (pathway: Pathway, validAt: string): Pathway =>
  partOf(pathway, ({ metadata }) => metadata.occurredAt <= validAt);

/**
 * A patient's pathway as it was at one moment, as it was known at another. What had not been recorded by `knownAt` is
 * left out, corrections too; what was not yet true at `validAt` is left out, but for corrections: they say that
 * something never was. Both are instants; leaving one out means now.
 */
export const pathwayAsOf = (
  history: Iterable<Fact<PathwayEvent>>,
  { validAt, knownAt }: { readonly validAt?: string; readonly knownAt?: string },
): Pathway => {
  const known = [...history].filter(({ metadata }) => !knownAt || metadata.recordedAt <= knownAt);
  const pathway = foldAll(pathwayFold, known);
  return validAt ? asOf(pathway, validAt) : pathway;
};
