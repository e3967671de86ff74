import fc from 'fast-check';
import { asFact } from '@stepwell/event-sourcing/testing';
import { pathwayFold, type PathwayFact } from '../pathway.ts';
import { DISCHARGE_REASONS, type Placement } from '../care/care-event.ts';
import { clinical } from './clinical-arbitraries.ts';
import type { EpisodeReference } from '../care/care-command.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { PathwayEvent } from '../pathway-event.ts';
import { UNIT_KINDS } from '../payer/payer-event.ts';
import type { Attendance } from '../treatment/treatment-event.ts';

// Names and moments come from small stocks, so that what is generated meets, repeats and contradicts itself.

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Instants of a month: noon and midnight by different clocks, so that many facts share one. */
const instant = fc
  .tuple(fc.integer({ min: 1, max: 12 }), oneOf('05:00:00.000', '17:00:00.000'))
  .map(([day, time]) => `2026-01-${String(day).padStart(2, '0')}T${time}Z`);

const facility = oneOf('north', 'south');
const episodeId = oneOf('e1', 'e1', 'e2', 'e3');
const stayId = oneOf('s1', 's2', 's3', 's4');
const leaveId = oneOf('l1', 'l2');
const location = oneOf('2 East', '3 West', '4 North');
const visitNumber = oneOf(undefined, undefined, undefined, 'v1', 'v2');
const level = oneOf(
  ...(['inpatient', 'withdrawal-management', 'residential'] as const),
  ...(['partial-hospitalization', 'intensive-outpatient', 'outpatient'] as const),
);

const placement: fc.Arbitrary<Placement> = fc.record({
  level,
  facilityId: facility,
  programId: fc.option(oneOf('iop', 'php'), { nil: undefined }),
  timeZone: oneOf('America/New_York', 'Pacific/Honolulu', 'Pacific/Auckland'),
  location: fc.option(location, { nil: undefined }),
});

const person = fc.record(
  {
    name: fc.record({ family: oneOf('Doe', 'Roe') }),
    birthDate: oneOf('1990-02-28', '1992-02-29', '1989'),
    phone: oneOf('555-0100', '555-0101'),
  },
  { requiredKeys: [] },
);
const identifier = fc.record({ system: facility, value: oneOf('1', '2') });
const known = fc.record({
  patientId: fc.constant('p1'),
  person,
  identifiers: fc.array(identifier, { maxLength: 3 }),
});
const matched = { by: 'member-number', payerId: 'hmo', eventIds: ['x1', 'x2'] } as const;
const merger = oneOf(
  { survivorId: 'p1', absorbedId: 'p2', role: 'survivor', matched } as const,
  { survivorId: 'p1', absorbedId: 'p2', role: 'survivor' } as const,
  { survivorId: 'p2', absorbedId: 'p1', role: 'absorbed' } as const,
  { survivorId: 'p3', absorbedId: 'p1', role: 'absorbed' } as const,
);
const noted = oneOf(
  { otherId: 'p2', matched, doubts: ['birth-date-differs'] } as const,
  { otherId: 'p3', matched, doubts: [] } as const,
);
const coverageId = oneOf('c1', 'c2');
const day = instant.map((text) => text.slice(0, 10));
const coverage = { coverageId, payerId: oneOf('hmo', 'plan'), person: fc.constant({}) };

const attendance: fc.Arbitrary<Attendance> = fc
  .record({
    sessionId: oneOf('g1', 'g2', 'g3'),
    kind: oneOf('process' as const, 'individual' as const),
    modality: oneOf('in-person' as const, 'telehealth' as const),
    status: oneOf('attended' as const, 'late' as const, 'no-show' as const),
    scheduledMinutes: oneOf(60, 180),
    facilityId: facility,
    programId: fc.option(oneOf('iop', 'php'), { nil: undefined }),
    timeZone: oneOf('America/New_York', 'Pacific/Honolulu'),
  })
  .map((one) => ({ ...one, attendedMinutes: one.status === 'no-show' ? 0 : one.scheduledMinutes }));

const relapse = fc.record({
  relapseId: oneOf('r1', 'r2'),
  substances: oneOf(['alcohol'], ['opioids']),
  detectedBy: oneOf('self-report' as const, 'toxicology' as const),
});

const authorized = {
  authorizationId: oneOf('a1', 'a2'),
  payerId: oneOf('hmo', 'hmo', 'plan'),
  facilityId: facility,
  programId: fc.option(oneOf('iop', 'php'), { nil: undefined }),
  level,
};
const granted = {
  ...authorized,
  unitKind: oneOf(...UNIT_KINDS),
  units: oneOf(1, 3, 5),
  from: day,
};
const grant = fc.record({
  ...granted,
  to: day,
  nextReview: fc.option(day, { nil: undefined }),
  person: fc.constant({}),
});

const episode: fc.Arbitrary<EpisodeReference> = fc.oneof(
  fc.record({ episodeId }),
  fc.record({ facilityId: facility, visitNumber }),
);
const reason = oneOf(...DISCHARGE_REASONS);

const command = <Type extends PathwayCommand['type']>(
  type: Type,
  data: fc.Arbitrary<Extract<PathwayCommand, { type: Type }>['data']>,
): fc.Arbitrary<PathwayCommand> => data.map((one) => ({ type, data: one }) as unknown as PathwayCommand);

const admit = command(
  'AdmitPatient',
  fc.tuple(placement, episodeId, stayId, visitNumber).map(([place, ...ids]) => ({
    ...place,
    ...{ episodeId: ids[0], stayId: ids[1], visitNumber: ids[2] },
  })),
);

const care: fc.Arbitrary<PathwayCommand> = fc.oneof(
  { weight: 3, arbitrary: admit },
  {
    weight: 3,
    arbitrary: command(
      'TransitionLevelOfCare',
      fc
        .tuple(placement, stayId, episode)
        .map(([place, id, ref]) => ({ ...place, stayId: id, episode: ref })),
    ),
  },
  { weight: 2, arbitrary: command('DischargePatient', fc.record({ reason, episode })) },
  command('TransferLocation', fc.record({ location, episode })),
  { weight: 2, arbitrary: command('StartLeave', fc.record({ leaveId, episode })) },
  command('EndLeave', fc.record({ leaveId: fc.option(leaveId, { nil: undefined }), episode })),
  command('ReceiveReferral', fc.record({ referralId: oneOf('f1', 'f2'), facilityId: facility })),
  ...(
    ['CancelAdmission', 'CancelTransition', 'CancelTransfer', 'CancelDischarge', 'CancelLeave'] as const
  ).map((type) => command(type, fc.record({ episode }))),
);

const personal: fc.Arbitrary<PathwayCommand> = fc.oneof(
  command('RegisterPatient', known),
  command('ReceiveDemographics', known),
  command('CorrectDemographics', fc.record({ person })),
  command('LinkIdentifier', fc.record({ identifier })),
  command('MergePatients', merger),
  command('UnmergePatients', merger),
  command('NotePossibleDuplicate', noted),
  command('StartCoverage', fc.record({ ...coverage, from: day })),
  command(
    'ReceiveCoverage',
    fc.record({ ...coverage, from: fc.option(day, { nil: undefined }), seenOn: day }),
  ),
  command('EndCoverage', fc.record({ coverageId, until: day })),
);

const treatment: fc.Arbitrary<PathwayCommand> = fc.oneof(
  command('RecordAttendance', attendance),
  command('CorrectAttendance', attendance),
  command('ReportRelapse', relapse),
  command('WithdrawRelapseReport', fc.record({ relapseId: oneOf('r1', 'r2') })),
);

const payer: fc.Arbitrary<PathwayCommand> = fc.oneof(
  command('RequestAuthorization', fc.record({ ...granted, to: fc.option(day, { nil: undefined }) })),
  { weight: 3, arbitrary: command('ApproveAuthorization', grant) },
  command('DenyAuthorization', fc.record(authorized)),
  command('EndAuthorization', fc.record({ authorizationId: authorized.authorizationId, until: day })),
);

const told = clinical(day);
const clinicalCommands: fc.Arbitrary<PathwayCommand> = fc.oneof(
  command('AssessEligibility', told.eligibility),
  command('RecordOutcome', told.outcome),
  command('SetTreatmentPlan', told.plan),
  command('GrantConsent', told.consent),
  command('RevokeConsent', fc.record({ consentId: oneOf('k1', 'k2') })),
  command('EnrollInAftercare', told.enrollment),
  command('WaitlistPatient', told.waiting),
  command('OfferPlace', told.offer),
  command('TakeOffWaitlist', told.takenOff),
  command('RecordAftercareContact', told.contact),
  command('UnlinkIdentifier', fc.record({ identifier })),
);

// The ids of events as `laws.spec.ts` gives them.
const correction = command('VoidEntry', fc.record({ eventId: fc.nat(15).map((n) => `${n}.0`) }));

/** Any command with the moment at which it is said to have been true. */
export const anyCommand = fc.record({
  command: fc.oneof(
    { weight: 5, arbitrary: care },
    { weight: 2, arbitrary: personal },
    { weight: 2, arbitrary: treatment },
    { weight: 2, arbitrary: payer },
    { weight: 2, arbitrary: clinicalCommands },
    correction,
  ),
  at: instant,
});

/** A sequence that begins with a registration and an admission, without which nearly everything is refused. */
export const anyCommands = (maxLength: number) =>
  fc
    .tuple(
      fc.record({ command: command('RegisterPatient', known), at: instant }),
      fc.record({ command: admit, at: fc.constant('2026-01-01T05:00:00.000Z') }),
      fc.array(anyCommand, { maxLength, size: 'max' }),
    )
    .map(([registration, admission, rest]) => [registration, admission, ...rest]);

const event = <Type extends PathwayEvent['type']>(
  type: Type,
  data: fc.Arbitrary<Extract<PathwayEvent, { type: Type }>['data']>,
): fc.Arbitrary<PathwayEvent> => data.map((one) => ({ type, data: one }) as unknown as PathwayEvent);

/** Facts with no regard for the rules, as no decision would leave them; what they void may come later or never. */
export const anyFacts = (maxLength: number): fc.Arbitrary<PathwayFact[]> => {
  const voids = fc.record({ voids: fc.nat(maxLength).map(String) });
  const events = fc.oneof(
    event(
      'PatientAdmitted',
      fc.tuple(placement, episodeId, stayId).map(([place, ...ids]) => ({
        ...place,
        ...{ episodeId: ids[0], stayId: ids[1] },
      })),
    ),
    event(
      'LevelOfCareTransitioned',
      fc.tuple(placement, episodeId, stayId).map(([place, ...ids]) => ({
        ...place,
        ...{ episodeId: ids[0], fromStayId: 's1', stayId: ids[1] },
      })),
    ),
    event('LocationTransferred', fc.record({ episodeId, stayId, location })),
    event('LeaveStarted', fc.record({ episodeId, leaveId })),
    event('LeaveEnded', fc.record({ episodeId, leaveId })),
    event('PatientDischarged', fc.record({ episodeId, reason })),
    event('AttendanceRecorded', attendance),
    event(
      'AttendanceCorrected',
      fc.tuple(attendance, voids).map(([data, correction]) => ({ ...data, ...correction })),
    ),
    event('RelapseReported', relapse),
    event(
      'RelapseReportWithdrawn',
      voids.map((correction) => ({ relapseId: 'r1', ...correction })),
    ),
    event('ReferralReceived', fc.record({ referralId: oneOf('f1', 'f2'), facilityId: facility })),
    event(
      'PatientRegistered',
      known.map(({ identifiers, ...one }) => ({ ...one, identifiers: { person: identifiers } })),
    ),
    ...(['IdentifierLinked', 'IdentifierUnlinked'] as const).map((type) =>
      event(type, fc.record({ person: fc.record({ identifier }) })),
    ),
    event('AuthorizationRequested', fc.record(granted)),
    event('CoverageStarted', fc.record({ ...coverage, from: day })),
    event('CoverageEnded', fc.record({ coverageId, until: day })),
    event('DemographicsCorrected', fc.record({ person })),
    event('PatientsMerged', merger),
    event('PossibleDuplicateNoted', noted),
    event(
      'PatientsUnmerged',
      fc.tuple(merger, voids).map(([data, correction]) => ({ ...data, ...correction })),
    ),
    event('AuthorizationApproved', grant),
    event('EligibilityAssessed', told.eligibility),
    event('TreatmentPlanSet', told.plan),
    event('ConsentGranted', told.consent),
    event('ConsentRevoked', fc.record({ consentId: oneOf('k1', 'k2') })),
    event('AftercareEnrolled', told.enrollment),
    event('PatientWaitlisted', told.waiting),
    event('PlaceOffered', told.offer),
    event('PatientTakenOffWaitlist', told.takenOff),
    event(
      'AftercareContactRecorded',
      told.contact.map((contact) => ({ ...contact, facilityId: 'north' })),
    ),
    event(
      'OutcomeMeasured',
      told.outcome.map((one) => ({ ...one, instrumentVersion: 1, score: one.items[0]! })),
    ),
    event('AuthorizationDenied', fc.record(authorized)),
    event('AuthorizationEnded', fc.record({ ...authorized, until: day })),
    event('EntryVoided', voids),
    ...(['AdmissionCancelled', 'TransitionCancelled', 'LeaveCancelled', 'DischargeCancelled'] as const).map(
      (type) => event(type, voids),
    ),
  );
  return fc
    .array(fc.tuple(events, instant, instant), { maxLength, size: 'max' })
    .map((told) =>
      told.map(([one, occurredAt, recordedAt], n) =>
        asFact(pathwayFold, one, String(n), { occurredAt, recordedAt }),
      ),
    );
};

/** The same things in another order. */
export const shuffled = <T>(things: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...things], { minLength: things.length });
