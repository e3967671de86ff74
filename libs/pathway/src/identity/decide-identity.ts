import { Refusal, sameJson } from '@stepwell/event-sourcing';
import { asOf } from '../as-of.ts';
import { factsOf, identifiersOf, isRegistered, personAt, type Pathway } from '../pathway.ts';
import { mergerDecisions } from './merger.ts';
import type { Decisions } from '../decision.ts';
import type { Identifier, IdentityEvent, Person } from './identity-event.ts';
import type { IdentityCommand } from './identity-command.ts';

type Rules = Decisions<IdentityCommand, IdentityEvent>;

const startCoverage: Rules['StartCoverage'] = (data, pathway) => {
  const earlier = started(pathway, data.coverageId);
  if (!earlier) return [{ type: 'CoverageStarted', data }];
  return sameJson(earlier.data, data)
    ? []
    : new Refusal('coverage-known', 'This coverage is recorded otherwise.');
};

const endCoverage: Rules['EndCoverage'] = (data, pathway, { occurredAt }) => {
  const earlier = started(pathway, data.coverageId);
  if (!earlier) return new Refusal('coverage-unknown', 'No coverage has this id.');
  if (data.until < earlier.data.from)
    return new Refusal('coverage-ends-before-it-starts', `The coverage starts on ${earlier.data.from}.`);
  const ended = factsOf(pathway, 'CoverageEnded').findLast(
    (fact) => fact.data.coverageId === data.coverageId && fact.metadata.occurredAt <= occurredAt,
  );
  return ended?.data.until === data.until ? [] : [{ type: 'CoverageEnded', data }];
};

const started = (pathway: Pathway, coverageId: string) =>
  factsOf(pathway, 'CoverageStarted').find((fact) => fact.data.coverageId === coverageId);

const receiveCoverage: Rules['ReceiveCoverage'] = ({ from, seenOn, ...said }, pathway) => {
  const ended = new Set(factsOf(pathway, 'CoverageEnded').map(({ data }) => data.coverageId));
  const isKnown = factsOf(pathway, 'CoverageStarted').some(({ data }) => {
    if (data.coverageId === said.coverageId) return true;
    if (from ? from !== data.from : ended.has(data.coverageId)) return false;
    return data.payerId === said.payerId && sameJson(data.person, said.person);
  });
  return isKnown ? [] : [{ type: 'CoverageStarted', data: { ...said, from: from ?? seenOn } }];
};

type Registration = Extract<IdentityCommand, { type: 'RegisterPatient' }>['data'];

const registered = ({ patientId, person, identifiers }: Registration): IdentityEvent => ({
  type: 'PatientRegistered',
  data: { patientId, person, identifiers: { person: identifiers } },
});

const receiveDemographics: Rules['ReceiveDemographics'] = (data, pathway, { occurredAt }) =>
  isRegistered(pathway)
    ? [
        ...correct(data.person, pathway, occurredAt),
        ...distinct(data.identifiers).flatMap((identifier) => link(identifier, pathway, occurredAt)),
      ]
    : [registered(data)];

const register: Rules['RegisterPatient'] = (data, pathway) => {
  const earlier = factsOf(pathway, 'PatientRegistered')[0];
  if (!earlier) return [registered(data)];
  return sameJson(earlier.data, registered(data).data)
    ? []
    : new Refusal(
        'already-registered',
        'This patient is registered with other particulars: correct those instead.',
      );
};

const correct = (said: Person, pathway: Pathway, at: string): IdentityEvent[] => {
  const known = personAt(pathway, at);
  const changed = Object.entries(said).filter(
    ([name, value]) => value !== undefined && !sameJson(value, known[name as keyof Person]),
  );
  if (changed.length === 0) return [];
  return [{ type: 'DemographicsCorrected', data: { person: Object.fromEntries(changed) } }];
};

const isSameNumber = (a: Identifier, b: Identifier): boolean => a.system === b.system && a.value === b.value;

// A message may give one number twice, such as under two types.
const distinct = (identifiers: readonly Identifier[]): Identifier[] =>
  identifiers.filter((one, n) => n === identifiers.findIndex((other) => isSameNumber(one, other)));

const holds = (pathway: Pathway, identifier: Identifier): boolean =>
  identifiersOf(pathway).some((known) => isSameNumber(known, identifier));

// One that was taken away since need not be linked once more for the time before.
const link = (identifier: Identifier, pathway: Pathway, at: string): IdentityEvent[] =>
  holds(pathway, identifier) || holds(asOf(pathway, at), identifier)
    ? []
    : [{ type: 'IdentifierLinked', data: { person: { identifier } } }];

const unlink: Rules['UnlinkIdentifier'] = ({ identifier }, pathway, { occurredAt }) => {
  const isKnown = factsOf(pathway, 'IdentifierUnlinked').some(
    ({ data, metadata }) =>
      metadata.occurredAt === occurredAt && isSameNumber(data.person.identifier, identifier),
  );
  if (isKnown) return [];
  if (holds(asOf(pathway, occurredAt), identifier))
    return [{ type: 'IdentifierUnlinked', data: { person: { identifier } } }];
  return holds(pathway, identifier) ? new Refusal('linked-later', 'The number was not linked yet then.') : [];
};

const notePossibleDuplicate: Rules['NotePossibleDuplicate'] = (data, pathway) =>
  factsOf(pathway, 'PossibleDuplicateNoted').some((noted) => sameJson(noted.data, data))
    ? []
    : [{ type: 'PossibleDuplicateNoted', data }];

/** Who the patient is and who covers them. */
export const identityDecisions: Rules = {
  RegisterPatient: register,
  ReceiveDemographics: receiveDemographics,
  CorrectDemographics: ({ person }, pathway, { occurredAt }) => correct(person, pathway, occurredAt),
  LinkIdentifier: ({ identifier }, pathway, { occurredAt }) => link(identifier, pathway, occurredAt),
  UnlinkIdentifier: unlink,
  StartCoverage: startCoverage,
  ReceiveCoverage: receiveCoverage,
  EndCoverage: endCoverage,
  NotePossibleDuplicate: notePossibleDuplicate,
  ...mergerDecisions,
};
