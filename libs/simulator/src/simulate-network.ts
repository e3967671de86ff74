import { checkSeed, periodOf, type NetworkOptions } from './period.ts';
import { programRequests, type SimulatedProgramRequest } from './program-requests.ts';
import { recordOf } from './record-life.ts';
import type { PatientRecord } from './record.ts';
import { simulateLife } from './simulate-life.ts';
import { tellLife } from './tell-life.ts';
import type { SimulatedRequest } from './telling.ts';

export interface SimulatedPatient {
  readonly patientId: string;
  /** In the order in which they came in. */
  readonly requests: readonly SimulatedRequest[];
  /** What these requests amount to. */
  readonly record: PatientRecord;
}

export interface SimulatedNetwork {
  /** Before any patient. */
  readonly programs: readonly SimulatedProgramRequest[];
  /** Any patient by itself, from 0. */
  patient(number: number): SimulatedPatient;
  /** One patient after another, made when asked for and not kept. */
  patients(): Generator<SimulatedPatient>;
}

/** A network of treatment facilities and its patients, made up. The same options give the same network, to the byte. */
export const simulateNetwork = (options: NetworkOptions): SimulatedNetwork => {
  checkSeed(options.seed);
  const period = periodOf(options);
  const patient = (number: number): SimulatedPatient => {
    const life = simulateLife(options.seed, number, period);
    const telling = tellLife(options.seed, life, period.horizon);
    const { patientId } = life.patient;
    const record = { ...recordOf(life, period), repeats: telling.repeats };
    return { patientId, requests: telling.requests(), record };
  };
  return {
    programs: programRequests(options),
    patient,
    *patients() {
      for (let number = 0; number < options.patients; number++) yield patient(number);
    },
  };
};

/** What the demonstration network is made of, up to a day: two years of 1,500 patients. */
export const demonstrationNetwork = (to: string): NetworkOptions => ({
  ...{ seed: 1, patients: 1_500, to },
  from: Temporal.PlainDate.from(to).subtract({ months: 24 }).toString(),
});
