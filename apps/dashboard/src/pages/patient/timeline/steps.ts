import type { Moment, Pathway } from '../../../api/types.ts';
import { counted, formatHours, sentence } from '../../../format/words.ts';

/** What of the week of a program is neither a stay nor a session, each with the letter that stands for it. */
export const stepNames = {
  R: 'Referral',
  E: 'Eligibility',
  P: 'Plan',
  A: 'Assessment',
  F: 'Aftercare',
} as const;

export interface Step extends Moment {
  key: string;
  letter: keyof typeof stepNames;
  words: string;
  facilityId?: string;
}

/** From referral to aftercare, in the order in which it happened. */
export function stepsOf({ referrals, eligibility, plans, outcomes, aftercare }: Pathway): Step[] {
  const steps = [
    ...referrals.map((one) => step('R', one, 'Referred', one.facilityId)),
    ...eligibility.map((one) => step('E', one, eligibilityWords(one), one.facilityId)),
    ...plans.map((one) => step('P', one, `Plan: ${formatHours(one.hoursPerWeek)} a week`, one.facilityId)),
    ...outcomes.flatMap(({ instrument, points }) =>
      points.map((point) => step('A', { ...point, precision: 'day' }, scoreWords(instrument, point))),
    ),
    ...aftercare.flatMap(({ enrolled, contacts, facilityId }) => [
      step('F', enrolled, 'Enrolled in aftercare', facilityId),
      ...contacts.map((one) => step('F', one, contactWords(one))),
    ]),
  ];
  return steps.sort((a, b) => a.at.localeCompare(b.at));
}

const step = (letter: Step['letter'], moment: Moment, words: string, facilityId?: string): Step => {
  const { at, day, precision, eventId } = moment;
  return { key: `${letter} ${eventId}`, letter, at, day, precision, eventId, words, facilityId };
};

const eligibilityWords = ({ contraindications }: Pathway['eligibility'][number]): string =>
  contraindications.length === 0
    ? 'Eligibility assessed'
    : `Eligibility assessed: ${counted(contraindications.length, 'contraindication')}`;

const scoreWords = (
  instrument: string,
  { score, severity }: Pathway['outcomes'][number]['points'][number],
): string => `${instrument}: ${score}, ${sentence(severity).toLowerCase()}`;

type Contact = Pathway['aftercare'][number]['contacts'][number];

export const contactWords = ({ method, reached, abstinent }: Contact): string =>
  [
    `${sentence(method)}: ${reached ? 'reached' : 'not reached'}`,
    ...(abstinent === undefined ? [] : [abstinent ? 'abstinent' : 'not abstinent']),
  ].join(', ');
