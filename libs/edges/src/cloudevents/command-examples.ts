import type { CommandData } from './command-data.ts';

const identifier = { system: 'mercy-general', value: '800865', type: 'MR' };
const place = { programId: 'north-iop' };
const stay = { facilityId: 'mercy-general', visitNumber: 'V-4711' };
const session = { sessionId: 'north-iop-2026-03-02-am', kind: 'process', modality: 'in-person' } as const;
const consentId = '2a6d9f10-7c3b-4e58-9d21-5b8e0f4c7a63';
const enrollmentId = '8d4f2b6a-1e9c-4a75-b302-6c7d8e9f0a14';
const authorizationId = '5b7e1c0d-3a9f-4d28-8e61-0c4f7a2b9d13';
const paid = { payerId: 'blue-plan', programId: 'north-iop' };
const absorbedId = '6b0e4c1f-8a2d-5f93-b7c6-1d2e3f4a5b6c';
const relapseId = '3f0c8a9e-5b1d-4f6a-9c2e-7d8e9f0a1b2c';

/** What the data of each command look like: shown to developers, and each of them tried in a test. */
export const COMMAND_EXAMPLES: CommandData = {
  RegisterPatient: {
    person: { name: { family: 'Rivera', given: 'Ana' }, birthDate: '1988-04-17', sex: 'female' },
    identifiers: [identifier],
  },
  ReceiveDemographics: { person: { phone: '555-0100' }, identifiers: [identifier] },
  CorrectDemographics: { person: { name: { family: 'Rivera-Lopez', given: 'Ana' } } },
  LinkIdentifier: { identifier: { system: 'blue-plan', value: 'BP-1234', type: 'MB' } },
  StartCoverage: { payerId: 'blue-plan', from: '2026-01-01', person: { memberNumber: 'BP-1234' } },
  ReceiveCoverage: { payerId: 'blue-plan', payerName: 'Blue Plan', person: { memberNumber: 'BP-1234' } },
  EndCoverage: { coverageId: '0d9b7a52-6f1e-5a3c-8b4d-2e1f0a9c8b7d', until: '2026-12-31' },
  MergePatients: { absorbedId },
  UnmergePatients: { absorbedId, reason: 'twins' },
  ReceiveReferral: { facilityId: 'mercy-general', level: 'intensive-outpatient' },
  AdmitPatient: {
    programId: 'mercy-inpatient',
    visitNumber: 'V-4711',
    diagnoses: [{ system: 'ICD-10-CM', code: 'F11.20' }],
    plannedNextLevel: 'intensive-outpatient',
  },
  TransitionLevelOfCare: place,
  TransferLocation: { ...stay, location: '3 East / 324 / 01' },
  StartLeave: { ...stay, expectedReturn: '2026-03-05' },
  EndLeave: stay,
  DischargePatient: { ...stay, reason: 'completed', plannedNextLevel: 'intensive-outpatient' },
  CancelAdmission: { ...stay, reason: 'entered for the wrong patient' },
  CancelTransition: stay,
  CancelTransfer: stay,
  CancelDischarge: stay,
  CancelLeave: stay,
  RecordAttendance: {
    ...session,
    ...place,
    status: 'late',
    scheduledMinutes: 180,
    attendedMinutes: 150,
  },
  CorrectAttendance: {
    ...session,
    ...place,
    status: 'excused',
    scheduledMinutes: 180,
    attendedMinutes: 0,
    reason: 'called in sick',
  },
  ReportRelapse: { relapseId, substances: ['alcohol'], detectedBy: 'self-report', extent: 'single-use' },
  WithdrawRelapseReport: { relapseId, reason: 'the test was false positive' },
  RequestAuthorization: { ...paid, authorizationId, unitKind: 'hours', units: 54, from: '2026-03-02' },
  ApproveAuthorization: {
    ...paid,
    authorizationId,
    ...{ unitKind: 'hours', units: 36, from: '2026-03-02', to: '2026-03-29', nextReview: '2026-03-25' },
    person: { number: 'A-20817' },
  },
  DenyAuthorization: { ...paid, authorizationId, reason: 'a lower level is held sufficient' },
  EndAuthorization: { authorizationId, until: '2026-03-15', reason: 'stepped down' },
  UnlinkIdentifier: { identifier: { system: 'blue-plan', value: 'BP-1234', type: 'MB' } },
  AssessEligibility: {
    programId: 'north-iop',
    edition: '4',
    dimensions: [
      { dimension: 1, severity: 1 },
      { dimension: 3, severity: 2 },
    ],
    contraindications: [],
    favourable: ['supportive-home', 'motivated'],
    recommendedLevel: 'intensive-outpatient',
    recommendedCode: { system: 'ASAM', edition: '4', code: '2.1' },
  },
  RecordOutcome: { instrument: 'PHQ-9', items: [2, 2, 1, 2, 1, 1, 2, 0, 1], ...place },
  SetTreatmentPlan: {
    ...place,
    hoursPerWeek: 9,
    sessions: [
      { kind: 'process', perWeek: 3 },
      { kind: 'individual', perWeek: 1 },
    ],
    effectiveFrom: '2026-03-02',
    person: { goals: ['thirty days without alcohol'] },
  },
  GrantConsent: {
    consentId,
    recipient: 'Blue Plan, utilization review',
    purpose: 'payment',
    scope: ['care', 'attendance', 'authorizations'],
    until: '2026-12-31',
  },
  WaitlistPatient: place,
  OfferPlace: { waitlistId: '7c5e1f0a-2b3d-4e6f-8a91-b2c3d4e5f607', answerBy: '2026-03-10' },
  TakeOffWaitlist: { waitlistId: '7c5e1f0a-2b3d-4e6f-8a91-b2c3d4e5f607', reason: 'declined' },
  RevokeConsent: { consentId, reason: 'changed plans' },
  EnrollInAftercare: { enrollmentId, ...place, from: '2026-06-01' },
  RecordAftercareContact: { enrollmentId, method: 'phone', reached: true, abstinent: true },
  VoidEntry: { eventId: '9c1d5a7e-2b3f-5c60-8a4d-6e7f8091a2b3', reason: 'entered for another patient' },
};
