import { Refusal, sameJson, type Decider, type EventVersions } from '@stepwell/event-sourcing';
import type { LevelOfCare } from './level-of-care.ts';
import type { LocalDate } from './local-date.ts';

/**
 * How many hours a week a program must give. Policy, not fact: payers, states and editions of ASAM disagree, so it is
 * versioned data and compliance is computed against the version in force that week.
 */
export interface HoursPolicy {
  readonly id: string;
  readonly version: number;
  /** The state, payer or standard that sets it. */
  readonly authority?: string;
  readonly level: LevelOfCare;
  readonly minHoursPerWeek: number;
  readonly maxHoursPerWeek?: number;
  readonly effectiveFrom: LocalDate;
}

/** A treatment program of a facility. */
export interface ProgramDefinition {
  readonly programId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly facilityName: string;
  readonly level: LevelOfCare;
  readonly timeZone: string;
  readonly capacity?: number;
}

// These events are the storage format, see `pathway-event.ts`.
export type ProgramEvent =
  | { readonly type: 'ProgramDefined'; readonly data: ProgramDefinition }
  | { readonly type: 'ProgramHoursPolicyChanged'; readonly data: { readonly policy: HoursPolicy } };

const PROGRAM_EVENTS: EventVersions<ProgramEvent> = { ProgramDefined: [], ProgramHoursPolicyChanged: [] };

export type ProgramCommand =
  | { readonly type: 'DefineProgram'; readonly data: ProgramDefinition }
  | { readonly type: 'ChangeHoursPolicy'; readonly data: { readonly policy: HoursPolicy } };

export interface Program {
  readonly definition?: ProgramDefinition;
  readonly hoursPolicies: readonly HoursPolicy[];
}

export const program: Decider<Program, ProgramCommand, ProgramEvent> = {
  category: 'program',
  initialState: { hoursPolicies: [] },
  events: PROGRAM_EVENTS,
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'ProgramDefined':
        return { ...state, definition: data };
      case 'ProgramHoursPolicyChanged':
        return { ...state, hoursPolicies: [...state.hoursPolicies, data.policy] };
      default:
        return state;
    }
  },
  decide: ({ type, data }, state) => {
    if (type === 'DefineProgram')
      return sameJson(state.definition, data) ? [] : [{ type: 'ProgramDefined', data }];
    if (!state.definition) return new Refusal('program-unknown', 'No program is defined under this id.');
    const { policy } = data;
    if (policy.level !== state.definition.level)
      return new Refusal('policy-of-another-level', `The program's level is ${state.definition.level}.`);
    if (policy.maxHoursPerWeek !== undefined && policy.maxHoursPerWeek < policy.minHoursPerWeek)
      return new Refusal('policy-contradicts-itself', 'The most hours are fewer than the least.');
    const known = state.hoursPolicies.findLast(({ effectiveFrom }) => effectiveFrom === policy.effectiveFrom);
    return sameJson(known, policy) ? [] : [{ type: 'ProgramHoursPolicyChanged', data: { policy } }];
  },
};

/** The hours policy in force on a day: the one that took effect last; of several of that day, the one recorded last. */
export const policyOn = (policies: readonly HoursPolicy[], day: LocalDate): HoursPolicy | undefined =>
  policies
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0))
    .at(-1);
