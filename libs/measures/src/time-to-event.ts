import { addDays, daysBetween, type LocalDate, type Timeline } from '@stepwell/pathway';
import { TRANSFER, bedDischarges } from './bed-discharges.ts';
import { defineTimeToEvent, type FollowUp } from './define-time-to-event.ts';
import { died, impreciseDate } from './exclusions.ts';
import { lastContact } from './last-contact.ts';
import { isIntensiveOutpatient, levelAdmissions } from './level-admissions.ts';
import { days } from './parameters.ts';
import { isIndex, isReadmission, saysReadmitted } from './readmission.ts';
import { RELAPSE_RULE, relapseAfter } from './relapse-rule.ts';
import { servicesOf } from './services.ts';

const deathOf = ({ episodes }: Timeline): LocalDate | undefined =>
  episodes.find(({ discharge }) => discharge?.reason === 'death')?.discharge?.day;

/** DOMAIN: outcome measures, `time-to-relapse`: censored at last contact. */
export const timeToRelapse = defineTimeToEvent({
  id: 'time-to-relapse',
  version: 2,
  title: 'Time to relapse',
  family: 'Time to event',
  description: 'Days from an admission at a level of care to the first relapse reported after it.',
  denominator: 'Admissions at a level of care, by admission or by transition from another level.',
  numerator: 'The first report of use after the admission that the relapse rule counts.',
  window:
    'The day of the admission is day 0. A patient without a relapse is censored on the day of the last contact: a session attended, the beginning of a stay, the end of a stay in a bed; while in a bed, on the day of asking, but no later than 30 days after the stay began or its last session was attended.',
  sources: [
    'Kaplan and Meier, Journal of the American Statistical Association 53, 1958.',
    'No definition of relapse is accepted (one review counted 101 in 251 papers), so it is a named rule with parameters: `any-use`, version 1, takes every report of use.',
  ],
  usesSessions: true,
  parameters: RELAPSE_RULE,
  indexes: ({ pathway }) => levelAdmissions(pathway),
  exclusions: [impreciseDate('admission')],
  follow: ({ moment }, history, rule): FollowUp => {
    const relapse = relapseAfter(history.timeline, moment, rule);
    if (relapse) {
      const { day, eventId, substances } = relapse;
      const says = `relapse (${substances.join(', ')}) on ${day}, day ${daysBetween(moment.day, day)}`;
      return { eventOn: day, says, eventIds: [eventId] };
    }
    const until = lastContact(history.pathway, history.programs);
    // The clocks of two facilities may show that a later moment is an earlier day.
    const followedUntil = until && until < moment.day ? moment.day : until;
    return { followedUntil, upToLastContact: true, says: 'no relapse reported up to the last contact' };
  },
});

/** Readmission as time to event. */
export const timeToReadmission = defineTimeToEvent({
  id: 'time-to-readmission',
  version: 3,
  title: 'Time to readmission',
  family: 'Time to event',
  description: 'Days from a discharge from inpatient or residential care to the next inpatient admission.',
  denominator: 'Discharges from inpatient or residential care, by the last one of a continuous stay.',
  numerator: 'The first inpatient admission after the discharge, at any facility.',
  window:
    'The day of the discharge is day 0. A patient who has not come back is censored on the day of the death, else of asking.',
  sources: ['Kaplan and Meier, Journal of the American Statistical Association 53, 1958.'],
  usesSessions: false,
  parameters: TRANSFER,
  indexes: ({ pathway }, { transferDays }) => bedDischarges(pathway, transferDays).filter(isIndex),
  exclusions: [died, impreciseDate('discharge')],
  follow: (index, { timeline }): FollowUp => {
    const { day } = index.moment;
    const again = timeline.stays.find((stay) => isReadmission(stay, index));
    if (again)
      return { eventOn: again.begin.day, says: saysReadmitted(again, day), eventIds: [again.begin.eventId] };
    const death = deathOf(timeline);
    const followedUntil = death && death < day ? day : death;
    const says = `no inpatient admission ${followedUntil ? `up to the death on ${followedUntil}` : 'so far'}`;
    return { followedUntil, says };
  },
});

/** Retention as time to event. */
export const timeInTreatment = defineTimeToEvent({
  id: 'time-in-treatment',
  version: 1,
  title: 'Time in treatment (IOP)',
  family: 'Time to event',
  description:
    'Days from an admission to intensive outpatient care until the patient is no longer in treatment.',
  denominator: 'Admissions to intensive outpatient care, by admission or by transition from another level.',
  numerator:
    'The first day on which the patient has attended no session for more than 14 days, for whatever reason.',
  window:
    'The day of the admission is day 0 and counts as attended. Who is still coming is censored on the day of asking, who died on the day of the death.',
  sources: [
    'Kaplan and Meier, Journal of the American Statistical Association 53, 1958.',
    'The rule of the retention measures, followed day by day.',
  ],
  usesSessions: true,
  parameters: { silenceDays: days(14, 'The most days since the last session attended.', 1, 90) },
  indexes: ({ pathway }) => levelAdmissions(pathway, isIntensiveOutpatient),
  exclusions: [impreciseDate('admission')],
  follow: ({ moment }, { pathway, programs, timeline }, { silenceDays }): FollowUp => {
    let last: { readonly day: LocalDate; readonly eventId?: string } = { day: moment.day };
    for (const service of servicesOf(pathway, programs)) {
      if (service.at < moment.at || service.day <= last.day) continue;
      if (daysBetween(last.day, service.day) > silenceDays) break;
      last = service;
    }
    const eventIds = last.eventId ? [last.eventId] : [];
    const gone = addDays(last.day, silenceDays + 1);
    const death = deathOf(timeline);
    if (death && death <= gone && death >= moment.day)
      return { followedUntil: death, says: `in treatment up to the death on ${death}`, eventIds };
    return {
      eventOn: gone,
      says: `no session attended after ${last.day}, gone on day ${daysBetween(moment.day, gone)}`,
      eventIds,
    };
  },
});
