import { ageOn, type LocalDate, type PartialDate } from './local-date.ts';

/** The completed years of age that somebody may have on a day: one number where the birth date is known to the day. */
export interface Age {
  readonly least: number;
  readonly most: number;
}

/** Of whom only the year or the month of birth is known was born on one of its days. */
export const ageRange = (day: LocalDate, birthDate: PartialDate): Age => ({
  least: ageOn(day, `${birthDate}${'-12-31'.slice(birthDate.length - 4)}`),
  most: ageOn(day, `${birthDate}${'-01-01'.slice(birthDate.length - 4)}`),
});

/** Completed years of age, both ends included. */
export interface AgeLimits {
  readonly least?: number;
  readonly most?: number;
}

/** Whether somebody is certainly younger or older than the limits. */
export const isOutside = ({ least = 0, most = Infinity }: AgeLimits, age: Age): boolean =>
  age.most < least || age.least > most;

/** Whether somebody is certainly within the limits; of whom the age is not known, only where there are none. */
export const isWithin = (limits: AgeLimits | undefined, age: Age | undefined): boolean => {
  if (!limits) return true;
  const { least = 0, most = Infinity } = limits;
  return age !== undefined && age.least >= least && age.most <= most;
};

/** As people say it: 18 and older, up to 17, 12 to 17. */
export const limitsInWords = ({ least, most }: AgeLimits): string => {
  if (least === undefined) return most === undefined ? 'all ages' : `up to ${most}`;
  return most === undefined ? `${least} and older` : `${least} to ${most}`;
};
