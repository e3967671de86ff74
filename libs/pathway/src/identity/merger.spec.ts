import { given } from '@stepwell/event-sourcing/testing';
import { absorbedBy, mergedInto } from './merger.ts';
import { pathway, pathwayOfPerson } from '../pathway-decider.ts';
import { admission, admitted, discharged, jan, pathwayOf, registered, type Told } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Merger } from './identity-event.ts';

const gone: Merger = { survivorId: 'p2', absorbedId: 'p1', role: 'absorbed' };
const goesOn: Merger = { survivorId: 'p1', absorbedId: 'p0', role: 'survivor' };
const merge = (data: Merger): PathwayCommand => ({ type: 'MergePatients', data });
const unmerge = (data: Merger, reason?: string): PathwayCommand => ({
  type: 'UnmergePatients',
  data: { ...data, reason },
});
const merged = (data: Merger, at = jan(10)): Told => ({ type: 'PatientsMerged', data, at });
const unmerged = (data: Merger, voids: string, at = jan(11)): Told => ({
  type: 'PatientsUnmerged',
  data: { ...data, voids },
  at,
});

describe.each([gone, goesOn])('a merger, as $role', (data) => {
  test('is recorded', () =>
    given(pathway, registered).when(merge(data)).then({ type: 'PatientsMerged', data }));
  test('said again, at whatever time, changes nothing', () =>
    given(pathway, registered, merged(data)).when(merge(data), jan(20)).thenNothing());
  test('is taken back, with the reason', () =>
    given(pathway, registered, merged(data))
      .when(unmerge(data, 'twins'))
      .then({ type: 'PatientsUnmerged', data: { ...data, voids: 'e1', reason: 'twins' } }));
  test('is taken back once', () =>
    given(pathway, registered, merged(data), unmerged(data, 'e1')).when(unmerge(data)).thenNothing());
  test('that was never told cannot be taken back', () =>
    given(pathway, registered).when(unmerge(data)).thenRefused('not-merged'));
  test('may be told anew after it was taken back', () =>
    given(pathway, registered, merged(data), unmerged(data, 'e1'))
      .when(merge(data))
      .then({ type: 'PatientsMerged', data }));
});

test('a record is not merged with itself', () =>
  given(pathway, registered)
    .when(merge({ ...gone, survivorId: 'p1' }))
    .thenRefused('merged-with-itself'));
test('a record goes into one other', () =>
  given(pathway, registered, merged(gone))
    .when(merge({ ...gone, survivorId: 'p3' }))
    .thenRefused('merged-already'));
test('a record that absorbed others may go into another, and one that went may absorb others', () => {
  given(pathway, registered, merged(goesOn)).when(merge(gone)).then({ type: 'PatientsMerged', data: gone });
  given(pathway, registered, merged(gone)).when(merge(goesOn)).then({ type: 'PatientsMerged', data: goesOn });
});
test('one that nobody has registered yet may go; one that goes on is registered', () => {
  given(pathway).when(merge(gone)).then({ type: 'PatientsMerged', data: gone });
  given(pathway).when(merge(goesOn)).thenRefused('patient-unknown');
});
test('what is known of both says which went into which', () => {
  const both = pathwayOf(registered, merged(goesOn), merged(gone));
  expect([mergedInto(both), absorbedBy(both)]).toEqual(['p2', ['p0']]);
  const neither = pathwayOf(
    registered,
    merged(goesOn),
    merged(gone),
    unmerged(goesOn, 'e1'),
    unmerged(gone, 'e2'),
  );
  expect([mergedInto(neither), absorbedBy(neither)]).toEqual([undefined, []]);
});

describe.each([gone, goesOn])('what is asked of a record that is $role in a merger', (data) => {
  const admit: PathwayCommand = { type: 'AdmitPatient', data: admission('inpatient') };
  const knowing = (...whole: Told[]) =>
    given(
      pathwayOfPerson(() => pathwayOf(registered, ...whole)),
      registered,
      merged(data),
    );

  test('is not decided by what this record holds alone, but for who the person is', () => {
    given(pathway, registered, merged(data)).when(admit, jan(20)).thenRefused('one-of-several-records');
    given(pathway, registered, merged(data), unmerged(data, 'e1'))
      .when(admit, jan(20))
      .thenRefused('one-of-several-records');
    const person = { name: { family: 'Other' } };
    knowing({ type: 'DemographicsCorrected', data: { person }, at: jan(2) })
      .when({ type: 'CorrectDemographics', data: { person } }, jan(20))
      .then({ type: 'DemographicsCorrected', data: { person } });
  });
  test('is decided by what is known of the person', () => {
    knowing()
      .when(admit, jan(20))
      .then({ type: 'PatientAdmitted', data: admission('inpatient') });
    const elsewhere = { episodeId: 'e9', stayId: 's9' };
    knowing(admitted(jan(2), 'inpatient', elsewhere))
      .when(admit, jan(20))
      .thenRefused('already-admitted');
    knowing(admitted(jan(2), 'inpatient', elsewhere), discharged(jan(5), 'death', 'e9'))
      .when(admit, jan(20))
      .thenRefused('patient-deceased');
  });
  test("is decided by the person's age, whichever record tells it", () => {
    const terms = { isClosed: false, ageBand: { most: 17 } };
    knowing({ type: 'DemographicsCorrected', data: { person: { birthDate: '1980-01-01' } }, at: jan(2) })
      .when({ type: 'AdmitPatient', data: { ...admission('inpatient'), terms } }, jan(20))
      .thenRefused('age-outside-program');
  });
  test('needs a registration of its own', () =>
    given(
      pathwayOfPerson(() => pathwayOf(registered)),
      merged(data),
    )
      .when(admit, jan(20))
      .thenRefused('patient-unknown'));
});
