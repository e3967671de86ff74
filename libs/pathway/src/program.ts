import { Refusal, sameJson, type Decider, type EventVersions, type Fact } from '@stepwell/event-sourcing';
import { isWithin, type Age, type AgeLimits } from './age.ts';
import { BEGINNING, inForceOn, type InForce } from './in-force.ts';
import type { LevelOfCare } from './level-of-care.ts';
import { localDate, type LocalDate } from './local-date.ts';
import type { Modality, SessionKind } from './treatment/treatment-event.ts';

/**
 * How many hours a week a program must give. Policy, not fact: payers, states and editions of ASAM disagree, so it is
 * versioned data and compliance is computed against the version in force that week.
 */
export interface HoursPolicy extends InForce {
  readonly id: string;
  readonly version: number;
  /** The state, payer or standard that sets it. */
  readonly authority?: string;
  readonly level: LevelOfCare;
  /** Whom it is for; all ages without it. */
  readonly ageBand?: AgeLimits;
  readonly minHoursPerWeek: number;
  readonly maxHoursPerWeek?: number;
}

/** A treatment program of a facility. */
export interface ProgramDefinition {
  readonly programId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly facilityName: string;
  readonly level: LevelOfCare;
  readonly timeZone: string;
  /** How many patients it takes at once, until that is changed. */
  readonly capacity?: number;
  /** Whom it admits; all ages without it. */
  readonly ageBand?: AgeLimits;
  /** The kinds of sessions that it gives, and how. */
  readonly sessionKinds?: readonly SessionKind[];
  readonly modalities?: readonly Modality[];
}

// These events are the storage format, see `pathway-event.ts`.
export type ProgramEvent =
  | { readonly type: 'ProgramDefined'; readonly data: ProgramDefinition }
  | { readonly type: 'ProgramHoursPolicyChanged'; readonly data: { readonly policy: HoursPolicy } }
  | { readonly type: 'ProgramCapacityChanged'; readonly data: Capacity }
  | { readonly type: 'ProgramClosed'; readonly data: { readonly closedOn: LocalDate } }
  | { readonly type: 'ProgramReopened'; readonly data: { readonly reopenedOn: LocalDate } };

export const programEvents: EventVersions<ProgramEvent> = {
  ProgramDefined: [],
  ProgramHoursPolicyChanged: [],
  ProgramCapacityChanged: [],
  ProgramClosed: [],
  ProgramReopened: [],
};

export type ProgramCommand =
  | { readonly type: 'DefineProgram'; readonly data: ProgramDefinition }
  | { readonly type: 'ChangeHoursPolicy'; readonly data: { readonly policy: HoursPolicy } }
  | { readonly type: 'ChangeCapacity'; readonly data: Capacity }
  /** From this day on it admits nobody; who is there stays. */
  | { readonly type: 'CloseProgram'; readonly data: { readonly closedOn: LocalDate } }
  | { readonly type: 'ReopenProgram'; readonly data: { readonly reopenedOn: LocalDate } };

/** How many patients a program takes at once; absent where nobody said. */
export interface Capacity extends InForce {
  readonly capacity?: number;
}

export interface Program {
  readonly definition?: ProgramDefinition;
  readonly hoursPolicies: readonly HoursPolicy[];
  readonly capacities: readonly Capacity[];
  readonly ageBands: readonly (InForce & { readonly ageBand?: AgeLimits })[];
  /** Since when it admits nobody, and since when it does again. */
  readonly closures: readonly (InForce & { readonly isClosed: boolean })[];
}

export const program: Decider<Program, ProgramCommand, ProgramEvent> = {
  category: 'program',
  initialState: { hoursPolicies: [], capacities: [], ageBands: [], closures: [] },
  events: programEvents,
  evolve: (state, event) => {
    const { type, data } = event;
    switch (type) {
      case 'ProgramDefined':
        return defined(state, event);
      case 'ProgramHoursPolicyChanged':
        return { ...state, hoursPolicies: [...state.hoursPolicies, data.policy] };
      case 'ProgramCapacityChanged':
        return { ...state, capacities: [...state.capacities, data] };
      case 'ProgramClosed':
        return closing(state, { effectiveFrom: data.closedOn, isClosed: true });
      case 'ProgramReopened':
        return closing(state, { effectiveFrom: data.reopenedOn, isClosed: false });
      default:
        return state;
    }
  },
  decide: (command, state) => {
    const { type, data } = command;
    if (type === 'DefineProgram')
      return sameJson(state.definition, data) ? [] : (faultOf(data) ?? [{ type: 'ProgramDefined', data }]);
    if (!state.definition) return new Refusal('program-unknown', 'No program is defined under this id.');
    switch (type) {
      case 'ChangeHoursPolicy':
        return changePolicy(data.policy, state.hoursPolicies, state.definition);
      case 'ChangeCapacity':
        return sameJson(lastOf(state.capacities, data.effectiveFrom), data)
          ? []
          : [{ type: 'ProgramCapacityChanged', data }];
      case 'CloseProgram':
        return close(data.closedOn, state);
      case 'ReopenProgram':
        return isClosedOn(state, data.reopenedOn) ? [{ type: 'ProgramReopened', data }] : [];
    }
  },
};

// A definition that takes the place of another holds from its own day on: what was so before stays so.
const defined = (
  state: Program,
  { data, metadata }: Extract<Fact<ProgramEvent>, { type: 'ProgramDefined' }>,
): Program => {
  const { capacity, ageBand } = data;
  const before = state.definition;
  const effectiveFrom = before ? localDate(metadata.occurredAt, data.timeZone) : BEGINNING;
  const isSaid = before !== undefined || capacity !== undefined;
  return {
    ...state,
    definition: data,
    capacities:
      isSaid && before?.capacity !== capacity
        ? [...state.capacities, { effectiveFrom, capacity }]
        : state.capacities,
    ageBands: sameJson(before?.ageBand, ageBand)
      ? state.ageBands
      : [...state.ageBands, { effectiveFrom, ageBand }],
  };
};

const closing = (state: Program, one: Program['closures'][number]): Program => ({
  ...state,
  closures: [...state.closures, one],
});

const faultOf = ({ ageBand }: { readonly ageBand?: AgeLimits }): Refusal | undefined =>
  ageBand && (ageBand.least ?? 0) > (ageBand.most ?? Infinity)
    ? new Refusal('age-band-contradicts-itself', 'The oldest are younger than the youngest.')
    : undefined;

const changePolicy = (
  policy: HoursPolicy,
  known: readonly HoursPolicy[],
  { level }: ProgramDefinition,
): readonly ProgramEvent[] | Refusal => {
  if (policy.level !== level)
    return new Refusal('policy-of-another-level', `The program's level is ${level}.`);
  if (policy.maxHoursPerWeek !== undefined && policy.maxHoursPerWeek < policy.minHoursPerWeek)
    return new Refusal('policy-contradicts-itself', 'The most hours are fewer than the least.');
  const fault = faultOf(policy);
  if (fault) return fault;
  const ofThese = known.filter(({ ageBand }) => sameJson(ageBand, policy.ageBand));
  return sameJson(lastOf(ofThese, policy.effectiveFrom), policy)
    ? []
    : [{ type: 'ProgramHoursPolicyChanged', data: { policy } }];
};

const close = (closedOn: LocalDate, state: Program): readonly ProgramEvent[] | Refusal => {
  if (lastOf(state.closures, closedOn)?.isClosed) return [];
  const closed = inForceOn(state.closures, closedOn);
  return closed?.isClosed
    ? new Refusal('program-closed', `It has been closed since ${closed.effectiveFrom}: reopen it first.`)
    : [{ type: 'ProgramClosed', data: { closedOn } }];
};

const lastOf = <One extends InForce>(all: readonly One[], day: LocalDate): One | undefined =>
  all.findLast(({ effectiveFrom }) => effectiveFrom === day);

/**
 * The hours policy in force on a day: the one that took effect last; of several of that day, the one recorded last. One
 * for an age band holds for whoever is certainly of it: a program may have one for adolescents beside one for adults.
 */
export const policyOn = (
  policies: readonly HoursPolicy[],
  day: LocalDate,
  age?: Age,
): HoursPolicy | undefined =>
  inForceOn(
    policies.filter(({ ageBand }) => isWithin(ageBand, age)),
    day,
  );

export const capacityOn = ({ capacities }: Pick<Program, 'capacities'>, day: LocalDate): number | undefined =>
  inForceOn(capacities, day)?.capacity;

export const ageBandOn = ({ ageBands }: Pick<Program, 'ageBands'>, day: LocalDate): AgeLimits | undefined =>
  inForceOn(ageBands, day)?.ageBand;

export const isClosedOn = ({ closures }: Pick<Program, 'closures'>, day: LocalDate): boolean =>
  inForceOn(closures, day)?.isClosed ?? false;
