import type { Episode } from '@stepwell/pathway';

/** What a patient is treated for, as far as outcome measures tell it apart. */
export const DIAGNOSIS_GROUPS = ['mental-health', 'substance-use', 'other', 'unknown'] as const;
export type DiagnosisGroup = (typeof DIAGNOSIS_GROUPS)[number];

/**
 * The group of an episode of care, by the first of these rules that says something:
 *
 * 1. The principal diagnosis: the first listed code of ICD-10-CM's chapter V. F10 to F19 (mental and behavioural
 *    disorders due to psychoactive substance use) is substance use, every other F code is mental health.
 * 2. A substance is named: substance use. So it is with rows of TEDS, whose diagnoses are no ICD codes.
 * 3. A stay of withdrawal management is part of it: substance use.
 * 4. Diagnoses are listed, all of other chapters: other.
 * 5. Nothing is said: unknown. A measure of one group leaves the case out and says so.
 */
export const diagnosisGroupOf = ({ diagnoses, substances, stays }: Episode): DiagnosisGroup => {
  const codes = diagnoses.filter(({ system }) => isIcd10(system)).map(({ code }) => code);
  const principal = codes.find((code) => /^F\d/i.test(code));
  if (principal) return /^F1/i.test(principal) ? 'substance-use' : 'mental-health';
  if (substances.some(isSubstance)) return 'substance-use';
  if (stays.some(({ level }) => level === 'withdrawal-management')) return 'substance-use';
  return codes.length > 0 ? 'other' : 'unknown';
};

/** As FHIR, HL7 table 0396 and people write it: ICD-10-CM, I10, I10C, http://hl7.org/fhir/sid/icd-10-cm. */
const isIcd10 = (system: string): boolean => /^(I10C?|.*icd-?10.*)$/i.test(system);

const isSubstance = (named: string): boolean => !/^(none|no|unknown)?$/i.test(named.trim());
