import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { admission, jan, newYork, placed, registered, type Told } from '../testing/index.ts';
import type { LevelOfCare } from '../level-of-care.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Admission, Override } from '../care/care-event.ts';
import { CONTRAINDICATIONS, type Eligibility } from './assessment-event.ts';

const eligibility = (over: Partial<Eligibility> = {}): Eligibility => ({
  ...{ assessmentId: 'q1', facilityId: 'north', contraindications: [], person: {} },
  ...over,
});
const assess = (over: Partial<Eligibility> = {}): PathwayCommand => ({
  type: 'AssessEligibility',
  data: eligibility(over),
});
const assessed = (at: string, over: Partial<Eligibility> = {}): Told => ({
  type: 'EligibilityAssessed',
  data: eligibility(over),
  at,
});
const admit = (
  level: LevelOfCare = 'intensive-outpatient',
  over: Partial<Admission> = {},
): PathwayCommand => ({ type: 'AdmitPatient', data: admission(level, over) });
const admits = (level: LevelOfCare = 'intensive-outpatient', over: Partial<Admission> = {}) =>
  ({ type: 'PatientAdmitted', data: admission(level, over) }) as const;

test('an assessment is recorded, codes and dimensions as given, and once', () => {
  const particulars = {
    ...{ edition: '3', dimensions: [{ dimension: 6, severity: 4 }] },
    recommendedCode: { system: 'ASAM', edition: '3', code: '3.7-WM' },
  };
  given(pathway, registered)
    .when(assess(particulars), jan(5))
    .then({ type: 'EligibilityAssessed', data: eligibility(particulars) });
  given(pathway, registered, assessed(jan(5)))
    .when(assess(), jan(5))
    .thenNothing();
  given(pathway, registered, assessed(jan(5)))
    .when(assess(particulars), jan(5))
    .thenRefused('assessment-known');
});
test.each([
  [{ dimension: 0, severity: 1 }],
  [{ dimension: 7, severity: 1 }],
  [{ dimension: 1, severity: 5 }],
  [{ dimension: 1, severity: -1 }],
])('a dimension that there is not is refused: %j', (dimension) =>
  given(pathway, registered)
    .when(assess({ dimensions: [dimension] }), jan(5))
    .thenRefused('implausible-dimensions'),
);
test('a dimension given twice is refused', () =>
  given(pathway, registered)
    .when(assess({ dimensions: [1, 1].map((dimension) => ({ dimension, severity: 1 })) }), jan(5))
    .thenRefused('implausible-dimensions'));

const against = { contraindications: ['imminent-danger'] } as const;
test.each(CONTRAINDICATIONS)('%s refuses an admission to intensive outpatient care', (contraindication) =>
  given(pathway, registered, assessed(jan(5), { contraindications: [contraindication] }))
    .when(admit(), jan(6))
    .thenRefused('contraindicated'),
);
test('an override admits, and is in the event; sent again it changes nothing', () => {
  const over = { override: { reason: 'no bed elsewhere', clinician: 'Dr. Osei' } };
  given(pathway, registered, assessed(jan(5), against))
    .when(admit('intensive-outpatient', over), jan(6))
    .then(admits('intensive-outpatient', over));
  given(pathway, registered, assessed(jan(5), against), {
    ...admits('intensive-outpatient', over),
    at: jan(6),
  })
    .when(admit('intensive-outpatient', over), jan(6))
    .thenNothing();
});
const stepDown = (
  level: LevelOfCare = 'intensive-outpatient',
  over: { override?: Override; programId?: string } = {},
): PathwayCommand => ({
  type: 'TransitionLevelOfCare',
  data: { ...placed(level), stayId: 's2', episode: { episodeId: 'e1' }, ...over },
});
const stepped = (level: LevelOfCare = 'intensive-outpatient', over: { override?: Override } = {}) =>
  ({
    type: 'LevelOfCareTransitioned',
    data: { ...placed(level), episodeId: 'e1', fromStayId: 's1', stayId: 's2', ...over },
  }) as const;
const inpatient = [registered, { ...admits('inpatient'), at: jan(1) }] as const;
test.each(CONTRAINDICATIONS)('%s refuses a transition to intensive outpatient care', (contraindication) =>
  given(pathway, ...inpatient, assessed(jan(5), { contraindications: [contraindication] }))
    .when(stepDown(), jan(6))
    .thenRefused('contraindicated'),
);
test('an override steps down, and is in the event; sent again it changes nothing', () => {
  const over = { override: { reason: 'no bed elsewhere', clinician: 'Dr. Osei' } };
  given(pathway, ...inpatient, assessed(jan(5), against))
    .when(stepDown('intensive-outpatient', over), jan(6))
    .then(stepped('intensive-outpatient', over));
  given(pathway, ...inpatient, assessed(jan(5), against), {
    ...stepped('intensive-outpatient', over),
    at: jan(6),
  })
    .when(stepDown('intensive-outpatient', over), jan(6))
    .thenNothing();
});
test('a transition to another level, after thirty days or to another program of the level is not refused', () => {
  given(pathway, ...inpatient, assessed(jan(5), against))
    .when(stepDown('residential'), jan(6))
    .then(stepped('residential'));
  given(pathway, ...inpatient, assessed(jan(5), against))
    .when(stepDown(), newYork('2026-02-05'))
    .then(stepped());
  const there = { ...admits(), at: jan(1) };
  given(pathway, registered, there, assessed(jan(5), against))
    .when(stepDown('intensive-outpatient', { programId: 'evening' }), jan(6))
    .then({ ...stepped(), data: { ...stepped().data, programId: 'evening' } });
});
test('another level is not refused', () =>
  given(pathway, registered, assessed(jan(5), against))
    .when(admit('inpatient'), jan(6))
    .then(admits('inpatient')));
test('the last assessment counts, of the time before the admission, for thirty days', () => {
  given(pathway, registered, assessed(jan(5), against), assessed(jan(6), { assessmentId: 'q2' }))
    .when(admit(), jan(7))
    .then(admits());
  given(pathway, registered, assessed(jan(8), against))
    .when(admit(), jan(7))
    .then(admits());
  given(pathway, registered, assessed(jan(5), against))
    .when(admit(), newYork('2026-02-04'))
    .thenRefused('contraindicated');
  given(pathway, registered, assessed(jan(5), against))
    .when(admit(), newYork('2026-02-05'))
    .then(admits());
});
test('a patient without an assessment is admitted', () =>
  given(pathway, registered).when(admit(), jan(7)).then(admits()));
