import type { Attendance, AttendanceStatus, PathwayCommand } from '@stepwell/pathway';
import { DAY, HOUR } from './calendar.ts';
import type { TrueEpisode, TrueSession } from './life.ts';
import { referenceTo } from './placement.ts';
import type { Shut, Telling } from './telling.ts';

const CORRECTED = 0.02;
const CORRECTED_AGAIN = 0.1;
const RESENT = 0.006;
const RESTATED = 0.006;
const LEAVE_THAT_NEVER_WAS = 0.015;

/** When an episode's facts may be told: after the admission, and not while a wrong discharge stands. */
export interface Doors {
  readonly admitted: number;
  readonly shut?: Shut;
}

/** Tells of an episode's sessions, each by itself: a roster comes in one patient at a time. */
export const tellSessions = (telling: Telling, sessions: readonly TrueSession[], doors: Doors): void => {
  for (const session of sessions) tellSession(telling, session, doors);
};

const tellSession = (telling: Telling, session: TrueSession, { admitted, shut }: Doors): void => {
  const { random } = telling;
  const { at } = session.begin;
  const truth = attendanceOf(session);
  const spoken = { facilityId: session.program.facilityId, at, actor: 'clinician', shut } as const;
  const record = (data: Attendance): number =>
    telling.say({
      ...spoken,
      lag: 'attendance',
      after: admitted,
      commands: [{ type: 'RecordAttendance', data }],
    });
  if (!telling.mayErr({ at, after: admitted }, CORRECTED)) {
    record(truth);
    if (random.chance(RESENT)) telling.repeat('resent');
    else if (random.chance(RESTATED)) telling.repeat('restated');
    return;
  }
  const [wrong, stillWrong] = mistakesAbout(truth);
  const correct = (data: Attendance, after: number): number => {
    const command = { type: 'CorrectAttendance', data: { ...data, reason: 'roster checked' } } as const;
    return telling.say({ ...spoken, actor: 'health-records', lag: 'correction', after, commands: [command] });
  };
  let told = record(wrong);
  if (random.chance(CORRECTED_AGAIN)) told = correct(stillWrong, told + random.whole(2, 72) * HOUR);
  correct(truth, told + random.whole(2, 120) * HOUR);
};

const attendanceOf = (session: TrueSession): Attendance => {
  const { sessionId, kind, modality, status, scheduledMinutes, attendedMinutes, program } = session;
  const { facilityId, programId, timeZone } = program;
  return {
    ...{ sessionId, kind, modality, status, scheduledMinutes, attendedMinutes },
    ...{ facilityId, programId, timeZone },
  };
};

/** Two versions of an attendance that differ from the truth and from one another. */
const mistakesAbout = (truth: Attendance): [Attendance, Attendance] => {
  const { scheduledMinutes } = truth;
  const as = (status: AttendanceStatus, attendedMinutes: number): Attendance => ({
    ...truth,
    status,
    attendedMinutes,
  });
  const late = as('late', scheduledMinutes - 5 * Math.ceil(scheduledMinutes / 20));
  if (truth.attendedMinutes === 0) return [as('attended', scheduledMinutes), late];
  return [as('no-show', 0), as('excused', 0)];
};

/** Tells of the bed changed, the leaves, and for some of a leave that never was. */
export const tellAbsences = (telling: Telling, episode: TrueEpisode, { admitted, shut }: Doors): void => {
  const { facilityId, move, leaves, stays } = episode;
  const reference = { episode: referenceTo(episode) };
  const say = (at: number, command: PathwayCommand, after: number): number =>
    telling.say({ facilityId, at, actor: 'clinician', lag: 'change', shut, after, commands: [command] });
  if (move)
    say(
      move.moment.at,
      { type: 'TransferLocation', data: { ...reference, location: move.location } },
      admitted,
    );

  let told = admitted;
  for (const { leaveId, begin, end } of leaves) {
    told = say(begin.at, { type: 'StartLeave', data: { ...reference, leaveId } }, told);
    if (end) told = say(end.at, { type: 'EndLeave', data: { ...reference, leaveId } }, told);
  }
  const { begin, end } = stays[0]!;
  const middle = begin.at + 30 * HOUR;
  if (leaves.length > 0 || (end && end.at < begin.at + 2 * DAY)) return;
  if (!telling.mayErr({ at: middle, after: admitted }, LEAVE_THAT_NEVER_WAS)) return;
  const started = say(
    middle,
    { type: 'StartLeave', data: { ...reference, leaveId: telling.random.uuid() } },
    admitted,
  );
  const cancel = { type: 'CancelLeave', data: { ...reference, reason: 'the patient stayed' } } as const;
  say(middle, cancel, started + telling.random.whole(1, 20) * HOUR);
};
