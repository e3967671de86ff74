import type { RecordedEvent } from '@stepwell/event-sourcing';
import {
  findingsOf,
  personAt,
  timeline,
  voidingsIn,
  type AttendedSession,
  type Episode,
  type LocalDate,
  type Pathway,
  type PathwayEvent,
  type Program,
  type Stay,
  type WaitlistEntry,
} from '@stepwell/pathway';
import type { Names } from '../insights/facility-directory.ts';
import { moment, momentOrNull } from './moment-answer.ts';
import { clinicalAnswer } from './clinical-answer.ts';
import { payerAnswer } from './payer-answer.ts';
import type {
  EpisodeAnswer,
  HistoryEvent,
  PathwayAnswer,
  SessionAnswer,
  StayAnswer,
  WaitlistEntryAnswer,
} from './answers.ts';

const stayAnswer = (stay: Stay, names: Names): StayAnswer => ({
  stayId: stay.stayId,
  level: stay.level,
  levelCode: stay.levelCode ?? null,
  facilityId: stay.facilityId,
  facilityName: names.facility(stay.facilityId),
  programId: stay.programId ?? null,
  programName: stay.programId === undefined ? null : names.program(stay.programId),
  location: stay.location ?? null,
  begin: moment(stay.begin),
  end: momentOrNull(stay.end),
  override: stay.override ?? null,
});

const episodeAnswer = ({ discharge, stays, leaves, ...episode }: Episode, names: Names): EpisodeAnswer => ({
  episodeId: episode.episodeId,
  facilityId: episode.facilityId,
  facilityName: names.facility(episode.facilityId),
  visitNumber: episode.visitNumber ?? null,
  admission: moment(episode.admission),
  discharge: discharge
    ? { ...moment(discharge), reason: discharge.reason, disposition: discharge.disposition ?? null }
    : null,
  stays: stays.map((stay) => stayAnswer(stay, names)),
  leaves: leaves.map(({ leaveId, begin, end }) => ({
    leaveId,
    begin: moment(begin),
    end: momentOrNull(end),
  })),
});

const sessionAnswer = ({ stay, ...session }: AttendedSession): SessionAnswer => ({
  ...moment(session),
  sessionId: session.sessionId,
  kind: session.kind,
  modality: session.modality,
  status: session.status,
  scheduledMinutes: session.scheduledMinutes,
  attendedMinutes: session.attendedMinutes,
  facilityId: session.facilityId,
  programId: session.programId ?? null,
  level: stay?.level ?? null,
});

const waitlistAnswer = (
  { waitlistId, programId, facilityId, offers, ended, endedBy, ...since }: WaitlistEntry,
  names: Names,
): WaitlistEntryAnswer => ({
  ...moment(since),
  ...{ waitlistId, programId, programName: names.program(programId), facilityId },
  offers: offers.map(moment),
  ended: ended && endedBy ? { ...moment(ended), by: endedBy } : null,
});

type Asked = 'patientId' | 'validAt' | 'knownAt' | 'mergedInto' | 'absorbed';

/** What a pathway looks like from outside; what is counted by days is so to the end of one. */
export const pathwayAnswer = (
  pathway: Pathway,
  names: Names,
  on: LocalDate,
  programs: ReadonlyMap<string, Program>,
): Omit<PathwayAnswer, Asked | 'measures' | 'quarantined' | 'revision' | 'position'> => {
  const known = timeline(pathway);
  const { episodes, sessions, relapses, coverages, waitlist } = known;
  return {
    person: personAt(pathway),
    episodes: episodes.map((episode) => episodeAnswer(episode, names)),
    sessions: sessions.map(sessionAnswer),
    relapses: relapses.map(({ relapseId, substances, detectedBy, extent = null, ...when }) => ({
      ...moment(when),
      ...{ relapseId, substances, detectedBy, extent },
    })),
    waitlist: waitlist.map((entry) => waitlistAnswer(entry, names)),
    coverages: coverages.map(({ coverageId, payerId, payerName, from, until }) => ({
      ...{ coverageId, payerId, payerName: payerName ?? null, from: from ?? '', until: until ?? null },
    })),
    dataQuality: findingsOf(pathway, programs),
    ...payerAnswer(known, on),
    ...clinicalAnswer(known, on),
  };
};

/** The history as recorded, each event with the one that voids it. */
export const historyEvents = (events: readonly RecordedEvent<PathwayEvent>[]): HistoryEvent[] => {
  const voidedBy = voidingsIn(events);
  return events.map(({ position, revision, id, type, schemaVersion, data, metadata }) => {
    const {
      occurredAt,
      recordedAt,
      precision = 'instant',
      source,
      actor,
      correlationId,
      commandId,
    } = metadata;
    return {
      ...{ position, revision, id, type, schemaVersion, occurredAt, recordedAt, precision, source, actor },
      ...{ correlationId, commandId, voidedBy: voidedBy.get(id) ?? null },
      data: data as unknown as HistoryEvent['data'],
    };
  });
};
