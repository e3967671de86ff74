import { Refusal } from '@stepwell/event-sourcing';
import { factsOf } from '../pathway.ts';
import { once, type Decisions } from '../decision.ts';
import type { AssessmentCommand } from './assessment-command.ts';
import type { AssessmentEvent, Eligibility } from './assessment-event.ts';
import { instrumentOf, scoreOf } from './instruments.ts';

type Rules = Decisions<AssessmentCommand, AssessmentEvent>;

const assess: Rules['AssessEligibility'] = (data, pathway, times) => {
  const earlier = factsOf(pathway, 'EligibilityAssessed').find(
    (fact) => fact.data.assessmentId === data.assessmentId,
  );
  const otherwise = new Refusal('assessment-known', 'This assessment is recorded otherwise: assess anew.');
  return implausible(data) ?? once(earlier, { type: 'EligibilityAssessed', data }, times, otherwise);
};

const implausible = ({ dimensions = [] }: Eligibility): Refusal | undefined => {
  const named = new Set(dimensions.map(({ dimension }) => dimension));
  const isKnown = ({ dimension, severity }: (typeof dimensions)[number]): boolean =>
    [1, 2, 3, 4, 5, 6].includes(dimension) && [0, 1, 2, 3, 4].includes(severity);
  return named.size === dimensions.length && dimensions.every(isKnown)
    ? undefined
    : new Refusal('implausible-dimensions', 'Dimensions are 1 to 6, each once, with a severity of 0 to 4.');
};

const recordOutcome: Rules['RecordOutcome'] = (data, pathway, times) => {
  const { measurementId, items, score: given, facilityId, programId } = data;
  const instrument = instrumentOf(data.instrument);
  const scored = items ? scoreOf(instrument, items) : { score: given ?? Number.NaN };
  if (typeof scored === 'string') return new Refusal('items-implausible', `${instrument.id}: ${scored}`);
  const { score } = scored;
  if (given !== undefined && given !== score)
    return new Refusal('score-contradicts-items', `The items amount to ${score}, and ${given} was given.`);
  if (!(Number.isInteger(score) && score >= 0 && score <= instrument.mostScore))
    return new Refusal('score-implausible', `${instrument.id} is 0 to ${instrument.mostScore}.`);
  const event = {
    type: 'OutcomeMeasured',
    data: {
      ...{ measurementId, instrument: instrument.id, instrumentVersion: instrument.version },
      ...{ items, ...scored, facilityId, programId },
    },
  } as const;
  const earlier = factsOf(pathway, 'OutcomeMeasured').find(
    (fact) => fact.data.measurementId === measurementId,
  );
  const otherwise = new Refusal('measurement-known', 'This measurement is recorded otherwise.');
  return once(earlier, event, times, otherwise);
};

/** Whether and where the patient is to be treated, and how the patient fares. */
export const assessmentDecisions: Rules = {
  ReceiveReferral: (data, pathway) =>
    factsOf(pathway, 'ReferralReceived').some((fact) => fact.data.referralId === data.referralId)
      ? []
      : [{ type: 'ReferralReceived', data }],
  AssessEligibility: assess,
  RecordOutcome: recordOutcome,
};
