import { addDays, type LocalDate } from '@stepwell/pathway';
import { define } from './define.ts';
import { impreciseDate } from './exclusions.ts';
import { isIntensiveOutpatient, levelAdmissions } from './level-admissions.ts';
import type { Measure } from './measure.ts';
import { days } from './parameters.ts';
import { servicesOf, type Service } from './services.ts';

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

/** Still in treatment on a day; DOMAIN: outcome measures, `retention-N`. */
const retention = (n: number): Measure =>
  define({
    id: `retention-${n}`,
    version: 1,
    title: `Retention at day ${n} (IOP)`,
    family: 'Retention and completion',
    description: `Admissions to intensive outpatient care after which the patient is still in treatment on day ${n}.`,
    denominator:
      'Admissions to intensive outpatient care, by admission or by transition from another level. A change of program within the level begins no new one.',
    numerator: `A session attended, at any level of care, on day ${n} or at most 14 days before it.`,
    window: `The day of the admission is day 0. A session on day ${n} counts, and one on day ${n - 14}; none before the admission does.`,
    sources: [
      'Retention as programs report it: no rule is generally accepted, so the silence after which somebody counts as gone is a parameter.',
      'Who completes treatment before that day counts as no longer in treatment; completion is a measure of its own.',
    ],
    usesSessions: true,
    parameters: {
      atDay: days(n, 'The day on which the patient is looked for.', 1),
      silenceDays: days(14, 'The most days since the last session attended.', 1, 90),
    },
    indexes: ({ pathway }) => levelAdmissions(pathway, isIntensiveOutpatient),
    exclusions: [impreciseDate('admission')],
    windowDays: ({ atDay }) => atDay,
    counts: ({ moment }, { pathway, programs }, { silenceDays }, day) => {
      const from = later(addDays(day, -silenceDays), moment.day);
      const seen = servicesOf(pathway, programs).findLast(
        (service: Service) => service.day <= day && service.day >= from && service.at >= moment.at,
      );
      return seen && { says: `last session before ${day} attended on ${seen.day}`, eventIds: [seen.eventId] };
    },
    otherwise: (day, _, __, { silenceDays }) =>
      `no session attended from ${addDays(day, -silenceDays)} to ${day}`,
  });

export const retentions = [30, 60, 90].map(retention);
