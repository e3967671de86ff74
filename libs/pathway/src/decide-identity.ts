import { Refusal, sameJson, type Times } from '@stepwell/event-sourcing';
import { factsOf, identifiersOf, isRegistered, personAt, type Pathway } from './pathway.ts';
import type { Identifier, IdentityEvent, Person } from './pathway-event.ts';
import type { PathwayCommand } from './pathway-command.ts';

export type IdentityCommand = Extract<
  PathwayCommand,
  {
    type:
      | 'RegisterPatient'
      | 'ReceiveDemographics'
      | 'CorrectDemographics'
      | 'LinkIdentifier'
      | 'StartCoverage'
      | 'ReceiveCoverage'
      | 'EndCoverage';
  }
>;

/** Who the patient is and who covers them. */
export const decideIdentity = (
  command: IdentityCommand,
  pathway: Pathway,
  { occurredAt }: Times,
): readonly IdentityEvent[] | Refusal => {
  const { type, data } = command;
  if (type === 'RegisterPatient') return register(data, pathway);
  if (type === 'ReceiveDemographics' && !isRegistered(pathway)) return [registered(data)];
  if (!isRegistered(pathway))
    return new Refusal('patient-unknown', 'No patient is registered under this id.');

  switch (type) {
    case 'ReceiveDemographics':
      return [
        ...correct(data.person, pathway, occurredAt),
        ...distinct(data.identifiers).flatMap((identifier) => link(identifier, pathway)),
      ];
    case 'CorrectDemographics':
      return correct(data.person, pathway, occurredAt);
    case 'LinkIdentifier':
      return link(data.identifier, pathway);
    case 'StartCoverage': {
      const earlier = factsOf(pathway, 'CoverageStarted').find(
        (fact) => fact.data.coverageId === data.coverageId,
      );
      if (!earlier) return [{ type: 'CoverageStarted', data }];
      return sameJson(earlier.data, data)
        ? []
        : new Refusal('coverage-known', 'This coverage is recorded otherwise.');
    }
    case 'ReceiveCoverage':
      return receiveCoverage(data, pathway);
    case 'EndCoverage': {
      const started = factsOf(pathway, 'CoverageStarted').find(
        (fact) => fact.data.coverageId === data.coverageId,
      );
      if (!started) return new Refusal('coverage-unknown', 'No coverage has this id.');
      if (data.until < started.data.from)
        return new Refusal('coverage-ends-before-it-starts', `The coverage starts on ${started.data.from}.`);
      const ended = factsOf(pathway, 'CoverageEnded').findLast(
        (fact) => fact.data.coverageId === data.coverageId && fact.metadata.occurredAt <= occurredAt,
      );
      return ended?.data.until === data.until ? [] : [{ type: 'CoverageEnded', data }];
    }
  }
};

const receiveCoverage = (
  { from, seenOn, ...said }: Extract<IdentityCommand, { type: 'ReceiveCoverage' }>['data'],
  pathway: Pathway,
): IdentityEvent[] => {
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

const register = (data: Registration, pathway: Pathway): readonly IdentityEvent[] | Refusal => {
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

const link = (identifier: Identifier, pathway: Pathway): IdentityEvent[] => {
  const isKnown = identifiersOf(pathway).some((known) => isSameNumber(known, identifier));
  return isKnown ? [] : [{ type: 'IdentifierLinked', data: { person: { identifier } } }];
};
