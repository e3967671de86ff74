import { Refusal, sameJson, type Fact, type Times } from '@stepwell/event-sourcing';
import { factsOf, isRegistered, type Pathway, type PathwayFact } from './pathway.ts';
import { staysAt } from './episode.ts';
import { timeline } from './timeline.ts';
import type { Attendance, RelapseEvent, TreatmentEvent } from './pathway-event.ts';
import type { PathwayCommand } from './pathway-command.ts';

export type TreatmentCommand = Extract<
  PathwayCommand,
  { type: 'RecordAttendance' | 'CorrectAttendance' | 'ReportRelapse' | 'WithdrawRelapseReport' }
>;

type Decision = readonly (TreatmentEvent | RelapseEvent)[] | Refusal;

/** What happened in treatment: sessions, and relapses, which may come to light long after it. */
export const decideTreatment = (
  command: TreatmentCommand,
  pathway: Pathway,
  { occurredAt }: Times,
): Decision => {
  if (!isRegistered(pathway))
    return new Refusal('patient-unknown', 'No patient is registered under this id.');
  switch (command.type) {
    case 'RecordAttendance':
      return recordAttendance(command.data, pathway, occurredAt);
    case 'CorrectAttendance':
      return correctAttendance(command.data, pathway, occurredAt);
    case 'ReportRelapse': {
      const { data } = command;
      const earlier = factsOf(pathway, 'RelapseReported').find(
        (fact) => fact.data.relapseId === data.relapseId,
      );
      if (!earlier) return [{ type: 'RelapseReported', data }];
      return earlier.metadata.occurredAt === occurredAt && sameJson(earlier.data, data)
        ? []
        : new Refusal('relapse-known', 'This relapse is recorded otherwise: withdraw the report first.');
    }
    case 'WithdrawRelapseReport': {
      const { relapseId, reason } = command.data;
      const reports = pathway.facts.filter(
        (fact) => fact.type === 'RelapseReported' && fact.data.relapseId === relapseId,
      );
      const report = reports.find(({ id }) => !pathway.voided.has(id));
      if (report) return [{ type: 'RelapseReportWithdrawn', data: { relapseId, voids: report.id, reason } }];
      return reports.length > 0 ? [] : new Refusal('relapse-unknown', 'No relapse has this id.');
    }
  }
};

const recordAttendance = (data: Attendance, pathway: Pathway, at: string): Decision => {
  const earlier = attendanceOf(pathway, data);
  if (earlier)
    return earlier.metadata.occurredAt === at && sameJson(withoutVoiding(earlier.data), data)
      ? []
      : new Refusal(
          'attendance-known',
          'Attendance at this session is recorded otherwise: correct it instead.',
        );
  const refused = implausible(data);
  if (refused) return refused;
  if (staysAt(timeline(pathway).stays, at).length === 0)
    return new Refusal('not-admitted', 'The patient is in no episode of care then.');
  return [{ type: 'AttendanceRecorded', data }];
};

const correctAttendance = (
  { reason, ...data }: Attendance & { readonly reason?: string },
  pathway: Pathway,
  at: string,
): Decision => {
  const earlier = attendanceOf(pathway, data);
  if (!earlier) return new Refusal('attendance-unknown', 'No attendance at this session is recorded.');
  const unchanged = earlier.metadata.occurredAt === at && sameJson(withoutVoiding(earlier.data), data);
  if (unchanged) return [];
  return implausible(data) ?? [{ type: 'AttendanceCorrected', data: { ...data, voids: earlier.id, reason } }];
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

type AttendanceFact = Fact<TreatmentEvent>;
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
