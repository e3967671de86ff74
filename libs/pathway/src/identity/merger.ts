import { Refusal } from '@stepwell/event-sourcing';
import { factsOf, type Pathway } from '../pathway.ts';
import type { Decisions } from '../decision.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { IdentityCommand } from './identity-command.ts';
import type { IdentityEvent, Merger } from './identity-event.ts';

type MergerEvent = Extract<IdentityEvent, { type: 'PatientsMerged' | 'PatientsUnmerged' }>;
type Rules = Decisions<Extract<IdentityCommand, { type: 'MergePatients' | 'UnmergePatients' }>, MergerEvent>;

/** The record that goes on in place of this one, by what this one says; undefined for one that was merged into no other. */
export const mergedInto = (pathway: Pathway): string | undefined =>
  factsOf(pathway, 'PatientsMerged').find(({ data }) => data.role === 'absorbed')?.data.survivorId;

/** The records that were merged into this one, by what this one says, in the order in which they were. */
export const absorbedBy = (pathway: Pathway): readonly string[] => [
  ...new Set(
    factsOf(pathway, 'PatientsMerged').flatMap(({ data }) =>
      data.role === 'survivor' ? [data.absorbedId] : [],
    ),
  ),
];

/** The records that one was ever said to be one with, also where that was taken back. */
export const everMergedWith = (
  history: readonly { readonly type: string; readonly data: object }[],
): readonly string[] =>
  history
    .filter(({ type }) => type === 'PatientsMerged')
    .map(({ data }) => {
      const { role, survivorId, absorbedId } = data as Merger;
      return role === 'survivor' ? absorbedId : survivorId;
    });

/** That a record goes may be told before the first word of the patient whom it is of. */
export const isOfAbsorbed = ({ type, data }: PathwayCommand): boolean =>
  (type === 'MergePatients' || type === 'UnmergePatients') && data.role === 'absorbed';

const isSame = (a: Merger, b: Merger): boolean =>
  a.role === b.role && a.survivorId === b.survivorId && a.absorbedId === b.absorbedId;

const merge: Rules['MergePatients'] = (data, pathway) => {
  if (data.survivorId === data.absorbedId)
    return new Refusal('merged-with-itself', 'Name two records: this is one.');
  const same = factsOf(pathway, 'PatientsMerged').filter((fact) => isSame(fact.data, data));
  // What was concluded only is recorded once more when it is told: then it no longer depends on what it was concluded from.
  if (same.some((fact) => data.matched || !fact.data.matched)) return [];
  const into = data.role === 'absorbed' ? mergedInto(pathway) : undefined;
  return into === undefined || into === data.survivorId
    ? [{ type: 'PatientsMerged', data }]
    : new Refusal('merged-already', `${data.absorbedId} was merged into ${into}: take that back first.`);
};

const unmerge: Rules['UnmergePatients'] = ({ reason, ...data }, pathway) => {
  const merged = factsOf(pathway, 'PatientsMerged').filter((fact) => isSame(fact.data, data));
  if (merged.length > 0)
    return merged.map(({ id }) => ({
      type: 'PatientsUnmerged',
      data: { ...data, voids: id, ...(reason !== undefined && { reason }) },
    }));
  return factsOf(pathway, 'PatientsUnmerged').some((fact) => isSame(fact.data, data))
    ? []
    : new Refusal('not-merged', `${data.absorbedId} was not merged into ${data.survivorId}.`);
};

/**
 * Two records turn out to be of one person, or not to be after all. Each stream is decided by itself; that no record is
 * merged into itself by way of others takes a look at several, see `libs/services/src/intake/merging.ts`.
 */
export const mergerDecisions: Rules = { MergePatients: merge, UnmergePatients: unmerge };
