import { Refusal, sameJson, type Fact } from '@stepwell/event-sourcing';
import { factsOf, type Pathway, type PathwayFact } from '../pathway.ts';
import { staysAt } from '../care/episode.ts';
import { timeline } from '../timeline.ts';
import { once, type Decisions } from '../decision.ts';
import type { TreatmentCommand } from './treatment-command.ts';
import { isCutShortOfNothing, type Attendance, type TreatmentEvent } from './treatment-event.ts';

type Rules = Decisions<TreatmentCommand, TreatmentEvent>;

const recordAttendance: Rules['RecordAttendance'] = (data, pathway, { occurredAt: at, fromFeed }) => {
  const earlier = attendanceOf(pathway, data);
  if (earlier)
    return earlier.metadata.occurredAt === at && sameJson(withoutVoiding(earlier.data), data)
      ? []
      : new Refusal(
          'attendance-known',
          'Attendance at this session is recorded otherwise: correct it instead.',
        );
  const refused = implausible(data) ?? (fromFeed ? undefined : cutShortOfNothing(data));
  if (refused) return refused;
  // A feed tells of a session that was held; the admission may come after it.
  if (!fromFeed && staysAt(timeline(pathway).stays, at).length === 0)
    return new Refusal('not-admitted', 'The patient is in no episode of care then.');
  return [{ type: 'AttendanceRecorded', data }];
};

const correctAttendance: Rules['CorrectAttendance'] = (
  { reason, ...data },
  pathway,
  { occurredAt: at, fromFeed },
) => {
  const earlier = attendanceOf(pathway, data);
  if (!earlier) return new Refusal('attendance-unknown', 'No attendance at this session is recorded.');
  const unchanged = earlier.metadata.occurredAt === at && sameJson(withoutVoiding(earlier.data), data);
  if (unchanged) return [];
  const refused = implausible(data) ?? (fromFeed ? undefined : cutShortOfNothing(data));
  return refused ?? [{ type: 'AttendanceCorrected', data: { ...data, voids: earlier.id, reason } }];
};

// Facilities name their sessions each for itself.
const attendanceOf = ({ facts, voided }: Pathway, { sessionId, facilityId }: Attendance) =>
  facts.findLast(
    (fact) =>
      isAttendance(fact) &&
      fact.data.sessionId === sessionId &&
      fact.data.facilityId === facilityId &&
      !voided.has(fact.id),
  ) as AttendanceFact | undefined;

type AttendanceFact = Fact<Extract<TreatmentEvent, { type: 'AttendanceRecorded' | 'AttendanceCorrected' }>>;
const isAttendance = (fact: PathwayFact): fact is AttendanceFact =>
  fact.type === 'AttendanceRecorded' || fact.type === 'AttendanceCorrected';

const withoutVoiding = ({
  voids: _,
  reason: __,
  ...data
}: Attendance & { voids?: string; reason?: string }) => data;

const implausible = ({ status, attendedMinutes, scheduledMinutes }: Attendance): Refusal | undefined => {
  if (scheduledMinutes <= 0 || attendedMinutes < 0 || attendedMinutes > 1_440 || scheduledMinutes > 1_440)
    return new Refusal(
      'implausible-minutes',
      'Minutes are between 0 and 1440, and more than 0 are scheduled.',
    );
  const absent = status === 'excused' || status === 'no-show';
  if (absent !== (attendedMinutes === 0))
    return new Refusal(
      'minutes-contradict-status',
      `${attendedMinutes} attended minutes contradict "${status}".`,
    );
  return undefined;
};

const cutShortOfNothing = (data: Attendance): Refusal | undefined =>
  isCutShortOfNothing(data)
    ? new Refusal(
        'minutes-contradict-status',
        `${data.attendedMinutes} of ${data.scheduledMinutes} scheduled minutes contradict "${data.status}".`,
      )
    : undefined;

const MOST_HOURS = 112;
const MOST_SESSIONS = 70;

const setPlan: Rules['SetTreatmentPlan'] = (data, pathway, times) => {
  const { hoursPerWeek, sessions = [] } = data;
  if (!(hoursPerWeek > 0 && hoursPerWeek <= MOST_HOURS))
    return new Refusal('implausible-hours', `Hours a week are more than 0 and at most ${MOST_HOURS}.`);
  if (sessions.some(({ perWeek }) => !(perWeek > 0 && perWeek <= MOST_SESSIONS)))
    return new Refusal('implausible-sessions', `Of a kind there are 1 to ${MOST_SESSIONS} sessions a week.`);
  const earlier = factsOf(pathway, 'TreatmentPlanSet').find((fact) => fact.data.planId === data.planId);
  const otherwise = new Refusal('plan-known', 'This plan is recorded otherwise: set another one.');
  return once(earlier, { type: 'TreatmentPlanSet', data }, times, otherwise);
};

/** What happened in treatment. */
export const treatmentDecisions: Rules = {
  SetTreatmentPlan: setPlan,
  RecordAttendance: recordAttendance,
  CorrectAttendance: correctAttendance,
};
