import { Refusal, type Decider, type Times } from '@stepwell/event-sourcing';
import { isRegistered, pathwayFold, type Pathway } from './pathway.ts';
import { aftercareDecisions } from './aftercare/decide-aftercare.ts';
import { assessmentDecisions } from './assessment/decide-assessment.ts';
import { careDecisions } from './care/decide-care.ts';
import { consentDecisions } from './consent/decide-consent.ts';
import { correctionDecisions } from './correction/decide-correction.ts';
import { identityDecisions } from './identity/decide-identity.ts';
import { everMergedWith, isOfAbsorbed } from './identity/merger.ts';
import { payerDecisions } from './payer/decide-payer.ts';
import { relapseDecisions } from './relapse/decide-relapse.ts';
import { treatmentDecisions } from './treatment/decide-treatment.ts';
import { waitlistDecisions } from './waitlist/decide-waitlist.ts';
import type { Decision, Decisions } from './decision.ts';
import type { PathwayEvent } from './pathway-event.ts';
import type { PathwayCommand } from './pathway-command.ts';

const DECISIONS: Decisions<PathwayCommand, PathwayEvent> = {
  ...identityDecisions,
  ...consentDecisions,
  ...assessmentDecisions,
  ...careDecisions,
  ...treatmentDecisions,
  ...relapseDecisions,
  ...payerDecisions,
  ...waitlistDecisions,
  ...aftercareDecisions,
  ...correctionDecisions,
};

type Rule = (data: object, pathway: Pathway, times: Times) => Decision<PathwayEvent>;

// A sender's clock may be ahead of ours; a fact from further in the future is a wrong date or a wrong time zone.
const CLOCK_TOLERANCE_MS = 60 * 60 * 1000;

const isPersons = ({ type }: PathwayCommand): boolean => OF_THE_PERSON.has(type);

// Who the person is, and which records are the person's: said of each record by itself.
const OF_THE_PERSON: ReadonlySet<PathwayCommand['type']> = new Set([
  ...(['RegisterPatient', 'ReceiveDemographics', 'CorrectDemographics', 'LinkIdentifier'] as const),
  ...(['UnlinkIdentifier', 'MergePatients', 'UnmergePatients', 'NotePossibleDuplicate'] as const),
]);

const decide = (
  command: PathwayCommand,
  own: Pathway,
  times: Times,
  wholeWith: (own: Pathway) => Pathway,
): Decision<PathwayEvent> => {
  const { type, data } = command;
  if (Date.parse(times.occurredAt) > Date.parse(times.recordedAt) + CLOCK_TOLERANCE_MS)
    return new Refusal('in-the-future', `${times.occurredAt} has not come yet.`);
  const registers = type === 'RegisterPatient' || type === 'ReceiveDemographics';
  if (!registers && !isOfAbsorbed(command) && !isRegistered(own))
    return new Refusal('patient-unknown', 'No patient is registered under this id.');
  return (DECISIONS[type] as Rule)(data, isPersons(command) ? own : wholeWith(own), times);
};

/** This record was ever in a merger, so that what it is asked takes a look at the person's others: see `pathwayOfPerson`. */
export class OneOfSeveralRecords extends Refusal<'one-of-several-records'> {
  constructor() {
    super('one-of-several-records', 'This depends on what other records of the person hold.');
  }
}

/** The rules of one patient's pathway. */
export const pathway: Decider<Pathway, PathwayCommand, PathwayEvent> = {
  ...pathwayFold,
  decide: (command, own, times) =>
    (command.type === 'UnlinkIdentifier' || !isPersons(command)) && everMergedWith(own.facts).length > 0
      ? new OneOfSeveralRecords()
      : decide(command, own, times, (alone) => alone),
};

/** The same rules for one of a person's records, decided on by all that is known of the person with this record. */
export const pathwayOfPerson = (
  wholeWith: (own: Pathway) => Pathway,
): Decider<Pathway, PathwayCommand, PathwayEvent> => ({
  ...pathwayFold,
  decide: (command, own, times) => decide(command, own, times, wholeWith),
});
