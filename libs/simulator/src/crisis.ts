import type { Random } from './random.ts';

/** Which of a patient's risks is meant: somebody who has just left a ward has the highest. */
export type Risk = 'after-a-ward' | 'in-the-community';

// Readmission is likeliest in the first weeks and wears off, but never to nothing. Both parts are hazards a day, for a
// patient of frailty 1; they are set so that about 19 % of the index discharges are readmitted within 30 days, as in
// US inpatient psychiatric facilities from July 2022 to June 2024.
const EARLY = 0.0097;
const WEARS_OFF_IN = 26;
const LASTING: Readonly<Record<Risk, number>> = { 'after-a-ward': 0.0011, 'in-the-community': 0.0006 };

/** Days to the next crisis that needs a bed: the earlier of an early and a lasting one. */
export const daysToCrisis = (random: Random, frailty: number, risk: Risk): number => {
  const lasting = random.exponential(1 / (LASTING[risk] * frailty));
  const early = risk === 'after-a-ward' ? earlyCrisis(random, EARLY * frailty) : Infinity;
  return Math.floor(Math.min(lasting, early));
};

// The hazard h·e^(−t/τ) adds up to no more than h·τ: a draw beyond that is a patient who has no early crisis.
const earlyCrisis = (random: Random, hazard: number): number => {
  const spent = random.exponential(1) / (hazard * WEARS_OFF_IN);
  return spent < 1 ? -WEARS_OFF_IN * Math.log(1 - spent) : Infinity;
};
