import type { HoursPolicy, LevelOfCare } from '@stepwell/pathway';
import type { FacilityAnswer } from '@stepwell/read-models';
import { Problem } from '../http/problem.ts';
import type { TriedPolicyAnswer } from './answers.ts';

/** How a query says which policy is to be tried on the past. */
export interface AskedPolicy {
  readonly policy?: string;
  readonly policyVersion?: number;
  readonly policyHours?: number;
  readonly level?: LevelOfCare;
}

/** The policy to try: one that some program has or had, or one that none has, by its hours; nothing where none is asked for. */
export const triedPolicy = (
  { policy: id, policyVersion, policyHours, level }: AskedPolicy,
  facilities: readonly FacilityAnswer[],
): TriedPolicyAnswer | undefined => {
  if (id === undefined && policyVersion !== undefined) throw unclear('policyVersion', 'needs a policy');
  if (policyHours !== undefined) {
    if (id !== undefined) throw unclear('policyHours', 'stands in the place of a policy');
    return { policy: null, minHoursPerWeek: policyHours, level };
  }
  if (id === undefined) return undefined;
  const policy = latestOf(
    facilities
      .flatMap(({ programs }) => programs)
      .flatMap(({ policies }) => policies)
      .filter((one) => one.id === id && (policyVersion === undefined || one.version === policyVersion)),
  );
  if (!policy)
    throw new Problem(422, 'policy-unknown', `No program has or had the policy "${id}": give policyHours.`);
  if (policy.ageBand)
    throw new Problem(422, 'policy-for-ages', 'It is for some ages only: ask POST /v1/what-if.');
  return { policy, minHoursPerWeek: policy.minHoursPerWeek, level: policy.level };
};

const latestOf = (policies: readonly HoursPolicy[]): HoursPolicy | undefined =>
  policies.toSorted((a, b) => a.version - b.version).at(-1);

const unclear = (field: string, detail: string): Problem =>
  new Problem(422, 'invalid-request', `Some parameters cannot be so: ${field} ${detail}.`, {
    errors: [{ field, detail }],
  });
