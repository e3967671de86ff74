import type { Admission } from '@stepwell/pathway';
import { timeline } from '@stepwell/pathway';
import { admitted, jan, pathwayOf, registered } from '@stepwell/pathway/testing';
import { diagnosisGroupOf } from './diagnosis-group.ts';

const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const coded = (...codes: string[]): Partial<Admission> => ({
  diagnoses: codes.map((code) => ({ system: ICD, code })),
});
const group = (over: Partial<Admission>, level: Admission['level'] = 'inpatient') =>
  diagnosisGroupOf(timeline(pathwayOf(registered, admitted(jan(1), level, over))).episodes[0]!);

test.each([
  ['F09', 'mental-health'],
  ['F10', 'substance-use'],
  ['F10.20', 'substance-use'],
  ['f19.9', 'substance-use'],
  ['F20.9', 'mental-health'],
  ['F01.50', 'mental-health'],
  ['F99', 'mental-health'],
  ['E11.9', 'other'],
  ['XF10', 'other'],
])('%s is %s', (code, expected) => expect(group(coded(code))).toBe(expected));

test.each([
  [['F33.2', 'F10.20'], 'mental-health'],
  [['F10.20', 'F33.2'], 'substance-use'],
  [['E11.9', 'F11.20'], 'substance-use'],
])('of %j the first of chapter V is the principal one: %s', (codes, expected) =>
  expect(group(coded(...codes))).toBe(expected),
);

test.each(['ICD-10-CM', 'I10', 'I10C', 'icd10', 'http://hl7.org/fhir/sid/icd-10'])(
  '%s names ICD-10',
  (system) => expect(group({ diagnoses: [{ system, code: 'F20' }] })).toBe('mental-health'),
);
test.each(['TEDS-D DSMCRIT', 'I9', 'XI10', 'I10CX'])('%s does not', (system) =>
  expect(group({ diagnoses: [{ system, code: 'F20' }] })).toBe('unknown'),
);

test.each([
  [{ substances: ['Heroin'] }, 'substance-use'],
  [{ substances: ['None', ' '] }, 'unknown'],
  [{ substances: ['None', 'Alcohol'] }, 'substance-use'],
  [{ substances: ['Unknown'] }, 'unknown'],
  [{ substances: ['Unknown opioid'] }, 'substance-use'],
  [{ ...coded('E11.9'), substances: ['Alcohol'] }, 'substance-use'],
  [{ ...coded('F33.2'), substances: ['Alcohol'] }, 'mental-health'],
  [{}, 'unknown'],
])('%j is %s', (over, expected) => expect(group(over)).toBe(expected));

test('withdrawal management is for substance use, where nothing else is said', () => {
  expect(group({}, 'withdrawal-management')).toBe('substance-use');
  expect(group(coded('F33.2'), 'withdrawal-management')).toBe('mental-health');
});
