import fc from 'fast-check';
import { CONTRAINDICATIONS } from '../assessment/assessment-event.ts';
import { instrumentOf, INSTRUMENTS_KNOWN } from '../assessment/instruments.ts';

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const facilityId = oneOf('north', 'south');

/** What assessments, plans, consents and aftercare hold: names from small stocks, so that they meet and contradict. */
export const clinical = (day: fc.Arbitrary<string>) => ({
  eligibility: fc.record({
    assessmentId: oneOf('q1', 'q2'),
    facilityId,
    contraindications: fc.subarray([...CONTRAINDICATIONS]),
    person: fc.constant({}),
  }),
  outcome: fc.tuple(oneOf('m1', 'm2', 'm3'), oneOf(...INSTRUMENTS_KNOWN), fc.nat(4)).map(([id, name, n]) => ({
    measurementId: id,
    instrument: name,
    items: instrumentOf(name).items.map((answers) => answers[n % answers.length]!),
  })),
  plan: fc.record({
    planId: oneOf('t1', 't2'),
    facilityId,
    programId: fc.option(oneOf('iop', 'php'), { nil: undefined }),
    hoursPerWeek: oneOf(9, 20),
    effectiveFrom: day,
    person: fc.constant({}),
  }),
  consent: fc.record({
    consentId: oneOf('k1', 'k2'),
    recipient: oneOf('hmo', 'mother'),
    purpose: oneOf('payment' as const, 'treatment' as const),
    scope: fc.constant(['care'] as const),
  }),
  waiting: fc.record({
    waitlistId: oneOf('w1', 'w2', 'w3'),
    programId: oneOf('iop', 'php'),
    facilityId,
    timeZone: oneOf('America/New_York', 'Pacific/Auckland'),
  }),
  offer: fc.record({ waitlistId: oneOf('w1', 'w2', 'w3') }),
  takenOff: fc.record({
    waitlistId: oneOf('w1', 'w2', 'w3'),
    reason: oneOf('declined' as const, 'other' as const),
  }),
  enrollment: fc.record({ enrollmentId: oneOf('n1', 'n2'), facilityId, from: day }),
  contact: fc.record({
    contactId: oneOf('x1', 'x2'),
    enrollmentId: oneOf('n1', 'n2'),
    method: oneOf('phone' as const, 'visit' as const),
    reached: fc.boolean(),
  }),
});
