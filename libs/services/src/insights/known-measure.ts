import { measureById, measures, type Measure } from '@stepwell/measures';
import { Problem } from '../http/problem.ts';

export const knownMeasure = (id: string): Measure => {
  const measure = measureById(id);
  if (measure) return measure;
  const ids = measures.map((one) => one.id).join(', ');
  throw new Problem(404, 'measure-unknown', `There is no measure "${id}"; there are: ${ids}.`);
};

/** A measure of the one kind or the other: a time to an event that not everybody is followed up to makes no rate. */
export const measureOfKind = (id: string, kind: Measure['kind']): Measure => {
  const measure = knownMeasure(id);
  if (measure.kind === kind) return measure;
  throw kind === 'rate'
    ? new Problem(422, 'measure-has-no-rate', `Ask for /v1/measures/${id}/curve: it is a time to an event.`)
    : new Problem(422, 'measure-has-no-curve', `Ask for /v1/measures/${id}: it is a rate.`);
};

export const nameOf = ({ id, version, title }: Measure): Pick<Measure, 'id' | 'version' | 'title'> => ({
  id,
  version,
  title,
});
