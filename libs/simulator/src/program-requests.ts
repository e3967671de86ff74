import { derivedId } from '@stepwell/edges/ids';
import type { EventMetadata } from '@stepwell/event-sourcing';
import { compareText, type HoursPolicy, type ProgramCommand } from '@stepwell/pathway';
import { DAY, dateOf, dayNumber, isoInstant } from './calendar.ts';
import { definitionOf, FACILITIES, HOURS_POLICIES, PROGRAMS, type SimulatedProgram } from './network.ts';
import { periodOf, type NetworkOptions, type Period } from './period.ts';

/** What is asked to be recorded of one program. */
export interface SimulatedProgramRequest extends Pick<
  EventMetadata,
  'commandId' | 'occurredAt' | 'recordedAt' | 'source' | 'actor'
> {
  readonly programId: string;
  readonly commands: readonly ProgramCommand[];
}

/** The programs are defined a month before the first patient; a change of policy is told a month before it counts. */
const AHEAD = 30;

export const programRequests = (options: NetworkOptions): SimulatedProgramRequest[] => {
  const period = periodOf(options);
  const requests = PROGRAMS.flatMap((one) => [
    requestOf(one, 'definition', period.first - AHEAD, [
      { type: 'DefineProgram', data: definitionOf(one, options.patients) },
    ]),
    ...policiesOf(one, period).map((policy) =>
      requestOf(one, `${policy.id} ${policy.version}`, toldOf(policy, period), [
        { type: 'ChangeHoursPolicy', data: { policy } },
      ]),
    ),
  ]);
  return requests.sort((a, b) => compareText(a.recordedAt, b.recordedAt));
};

/** The hours policies of a program, the earliest first. */
export const policiesOf = ({ programId }: SimulatedProgram, { first, policyChange }: Period): HoursPolicy[] =>
  (HOURS_POLICIES[programId] ?? []).map(({ since, ...policy }) => ({
    ...policy,
    effectiveFrom: dateOf(since === 'change' ? policyChange : first - 365),
  }));

const toldOf = ({ version, effectiveFrom }: HoursPolicy, { first }: Period): number =>
  version === 1 ? first - AHEAD : Math.max(first - AHEAD, dayNumber(effectiveFrom) - AHEAD);

const requestOf = (
  { programId, facilityId }: SimulatedProgram,
  about: string,
  day: number,
  commands: readonly ProgramCommand[],
): SimulatedProgramRequest => {
  const told = isoInstant(day * DAY + DAY / 2 + DAY / 4);
  const { system } = FACILITIES[facilityId];
  return {
    programId,
    // Says what it says, so that another network with the same programs repeats this one.
    commandId: derivedId('simulated program', programId, JSON.stringify(commands), told, about),
    occurredAt: told,
    recordedAt: told,
    source: { system, facility: facilityId },
    actor: 'program-director',
    commands,
  };
};
