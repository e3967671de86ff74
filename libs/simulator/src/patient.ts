import { patientIdOf } from '@stepwell/edges/ids';
import type { Identifier, LocalDate, Person, Sex } from '@stepwell/pathway';
import { dateOf, type DayNumber } from './calendar.ts';
import { CITIES, FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES, STREETS } from './names.ts';
import { FACILITIES, type FacilityId } from './network.ts';
import { PAYERS, type Payer } from './payers.ts';
import type { Random } from './random.ts';

/** What kind of illness: it decides who needs withdrawal management and who relapses. */
export type Illness = 'mental' | 'substance' | 'both';

/** Who somebody is: everything of the patient that does not come to pass in treatment. */
export interface Patient {
  /** The number in the network, from 0. */
  readonly number: number;
  readonly patientId: string;
  readonly person: Person;
  readonly recordNumber: string;
  readonly payer: Payer;
  readonly memberNumber: string;
  readonly illness: Illness;
  readonly diagnoses: readonly { readonly system: string; readonly code: string }[];
  readonly substances: readonly string[];
  /** How prone to crises: 1 is the mean, and a few patients have most of them. */
  readonly frailty: number;
  /** The share of sessions attended in the first week, and what each further week adds to it. */
  readonly engagement: number;
  readonly improvement: number;
}

const ICD_10 = 'http://hl7.org/fhir/sid/icd-10-cm';

const MENTAL = ['F33.2', 'F32.2', 'F31.4', 'F31.2', 'F20.9', 'F25.0', 'F43.10', 'F60.3', 'F41.1'];
const SUBSTANCE = [
  { weight: 46, code: 'F10.20', substance: 'alcohol' },
  { weight: 26, code: 'F11.20', substance: 'opioids' },
  { weight: 14, code: 'F15.20', substance: 'methamphetamine' },
  { weight: 8, code: 'F14.20', substance: 'cocaine' },
  { weight: 6, code: 'F12.20', substance: 'cannabis' },
];
const ILLNESSES: readonly { readonly weight: number; readonly illness: Illness }[] = [
  { weight: 44, illness: 'mental' },
  { weight: 26, illness: 'substance' },
  { weight: 30, illness: 'both' },
];

/** Somebody who first comes to a facility on a day. */
export const someone = (
  random: Random,
  { seed, number, facilityId, day }: PatientPlace,
  illness: Illness,
): Patient => {
  const recordNumber = recordNumberAt(facilityId, `${seed}${String(number).padStart(7, '0')}`);
  const person = personOf(random, day);
  const payer = payerFor(random, ageOf(person, day));
  return {
    number,
    patientId: patientIdOf({ system: facilityId, value: recordNumber }),
    person,
    recordNumber,
    payer,
    memberNumber: memberNumber(random),
    illness,
    ...conditionsOf(random, illness),
    frailty: 0.3 + random.erlang(1, 0.7),
    engagement: Math.min(0.97, 0.74 + random.erlang(3, 0.14)),
    improvement: (random.unit() - 0.35) * 0.02,
  };
};

export interface PatientPlace {
  readonly seed: number;
  readonly number: number;
  readonly facilityId: FacilityId;
  readonly day: DayNumber;
}

export const illnessOf = (random: Random): Illness => random.weighted(ILLNESSES).illness;

/** A patient's number at a facility. Another network's patients have other numbers. */
const recordNumberAt = (facilityId: FacilityId, digits: string): string =>
  `${FACILITIES[facilityId].prefix}${digits}`;

/** The identifier under which a facility knows a patient: each has numbers of its own. */
export const identifierAt = (facilityId: FacilityId, { recordNumber }: Patient): Identifier => ({
  system: facilityId,
  value: recordNumberAt(facilityId, recordNumber.slice(2)),
  type: 'MR',
});

const personOf = (random: Random, day: DayNumber): Person => {
  const sex: Sex = random.chance(0.02) ? 'other' : random.chance(0.5) ? 'female' : 'male';
  const given = random.pick(sex === 'male' ? MALE_NAMES : FEMALE_NAMES);
  const age = 18 + Math.min(62, random.erlang(3, 21));
  return {
    name: { family: random.pick(FAMILY_NAMES), given },
    birthDate: dateOf(Math.floor(day - age * 365.25)),
    sex,
    address: someAddress(random),
    phone: `555-01${String(random.whole(0, 99)).padStart(2, '0')}`,
  };
};

export const someAddress = (random: Random): NonNullable<Person['address']> => ({
  line: `${random.whole(1, 999)} ${random.pick(STREETS)}`,
  ...random.pick(CITIES),
});

const ageOf = ({ birthDate }: Person, day: DayNumber): number =>
  Number(dateOf(day).slice(0, 4)) - Number((birthDate as LocalDate).slice(0, 4));

export const payerFor = (random: Random, age: number): Payer =>
  random.weighted(PAYERS.map((payer) => ({ payer, weight: age < 65 ? payer.under65 : payer.from65 }))).payer;

export const memberNumber = (random: Random): string => `W${random.whole(100_000_000, 999_999_999)}`;

const conditionsOf = (random: Random, illness: Illness): Pick<Patient, 'diagnoses' | 'substances'> => {
  const mental = illness === 'substance' ? [] : [random.pick(MENTAL)];
  const use = illness === 'mental' ? [] : [random.weighted(SUBSTANCE)];
  const second = use.length > 0 && random.chance(0.25) ? [random.weighted(SUBSTANCE)] : [];
  const used = [...new Set([...use, ...second])];
  return {
    diagnoses: [...mental, ...used.map(({ code }) => code)].map((code) => ({ system: ICD_10, code })),
    substances: used.map(({ substance }) => substance),
  };
};
