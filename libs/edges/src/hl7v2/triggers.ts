import type { Hl7Message } from '@medplum/core';
import { localDate, type PathwayCommand, type Placement } from '@stepwell/pathway';
import { derivedId } from '../ids.ts';
import { reasonOf } from './disposition.ts';
import { read, valueOf } from './field-values.ts';
import { Hl7Refusal } from './refusal.ts';
import { readTimestamp } from './timestamp.ts';
import { episodeOf, placementOf, type Visit } from './visit.ts';
import type { EventKind } from './event-time.ts';

/** All that a trigger's translation needs. `at` is the instant of the event. */
interface VisitEvent {
  readonly message: Hl7Message;
  readonly patientId: string;
  readonly visit: Visit;
  readonly at: string;
}

type Translated = readonly PathwayCommand[] | Hl7Refusal;

interface Trigger {
  readonly time: EventKind;
  /** What it says of the visit; absent where it says something of the person only. */
  readonly care?: (event: VisitEvent) => Translated;
  /** Whether it says that another record is of the same person. */
  readonly merges?: true;
}

/** Ids by what they name, so that the same fact in another message names the same thing. */
const visitKey = ({ patientId, visit, at }: VisitEvent): string[] => [
  patientId,
  visit.sender.facilityId,
  visit.visitNumber ?? at,
];

const admit = (event: VisitEvent): Translated => {
  const placement = placementOf(event.visit);
  if (placement instanceof Hl7Refusal) return placement;
  const episodeId = derivedId('episode', ...visitKey(event));
  const { visitNumber } = event.visit;
  const diagnoses = diagnosesOf(event.message);
  const data = { ...placement, episodeId, stayId: derivedId('stay', episodeId), visitNumber };
  return [{ type: 'AdmitPatient', data: diagnoses.length > 0 ? { ...data, diagnoses } : data }];
};

/** DG1-3 with its coding system, from the field or from DG1-2; one without a code is free text and stays out. */
const diagnosesOf = (message: Hl7Message): { system: string; code: string }[] =>
  message.getAllSegments('DG1').flatMap((segment) => {
    const [code, system] = [valueOf(segment, 3), valueOf(segment, 3, 3) ?? valueOf(segment, 2)];
    return code && system ? [{ system, code }] : [];
  });

const refer = (event: VisitEvent): Translated => {
  const { visit } = event;
  const level = visit.mapped?.level === 'none' ? undefined : visit.mapped?.level;
  const { facilityId } = visit.sender;
  const referralId = derivedId('referral', ...visitKey(event));
  return [
    { type: 'ReceiveReferral', data: { referralId, facilityId, level, visitNumber: visit.visitNumber } },
  ];
};

const changeLevel = (event: VisitEvent): Translated => {
  const placement = placementOf(event.visit);
  return placement instanceof Hl7Refusal ? placement : [transition(event, placement)];
};

const transition = (event: VisitEvent, placement: Placement): PathwayCommand => {
  const { level, programId = '' } = placement;
  const stayId = derivedId('stay', ...visitKey(event), event.at, level, programId);
  return { type: 'TransitionLevelOfCare', data: { ...placement, stayId, episode: episodeOf(event.visit) } };
};

/**
 * A transfer is one of ward, or also one of level when the new place is at another level. Only the pathway knows which:
 * both are asked for, and the one that says nothing new comes to nothing.
 */
const transfer = (event: VisitEvent): Translated => {
  const { location } = event.visit;
  const placement = placementOf(event.visit);
  const moves = location
    ? [{ type: 'TransferLocation', data: { location, episode: episodeOf(event.visit) } } as const]
    : [];
  if (!(placement instanceof Hl7Refusal)) return [transition(event, placement), ...moves];
  const detail = 'Send the place to which the patient was transferred in PV1-3.';
  const location3 = { segment: 'PV1', sequence: 1, field: 3 };
  return moves.length > 0 ? moves : new Hl7Refusal('missing-location', detail, location3);
};

const discharge = ({ message, visit }: VisitEvent): Translated => {
  const disposition = read(message, 'PV1', 36);
  const reason = reasonOf(disposition, visit.sender);
  return [{ type: 'DischargePatient', data: { reason, disposition, episode: episodeOf(visit) } }];
};

const startLeave = (event: VisitEvent): Translated => {
  const { message, visit, at } = event;
  const { timeZone } = visit.sender;
  const back = read(message, 'PV2', 47); // expected return, since v2.5
  const moment = back && readTimestamp(back, timeZone);
  if (back && !moment) {
    const detail = `Send the expected return in PV2-47 as YYYYMMDDHHMM instead of ${back}.`;
    return new Hl7Refusal('bad-timestamp', detail, { segment: 'PV2', sequence: 1, field: 47 });
  }
  const leaveId = derivedId('leave', ...visitKey(event), at);
  const expectedReturn = moment ? localDate(moment.at, timeZone) : undefined;
  return [{ type: 'StartLeave', data: { leaveId, expectedReturn, episode: episodeOf(visit) } }];
};

const about =
  (type: 'EndLeave' | 'CancelAdmission' | 'CancelTransfer' | 'CancelDischarge' | 'CancelLeave') =>
  ({ visit }: VisitEvent): Translated => [{ type, data: { episode: episodeOf(visit) } }];

/** The triggers that are understood, by MSH-9.2 (HL7 v2.5.1, chapter 3). */
export const TRIGGERS: Readonly<Record<string, Trigger>> = {
  A01: { time: 'admission', care: admit },
  A02: { time: 'event', care: transfer },
  A03: { time: 'discharge', care: discharge },
  A04: { time: 'admission', care: admit },
  A05: { time: 'event', care: refer },
  A06: { time: 'event', care: changeLevel },
  A07: { time: 'event', care: changeLevel },
  A08: { time: 'event' },
  A11: { time: 'cancellation', care: about('CancelAdmission') },
  A12: { time: 'cancellation', care: about('CancelTransfer') },
  A13: { time: 'cancellation', care: about('CancelDischarge') },
  A18: { time: 'event', merges: true },
  A21: { time: 'event', care: startLeave },
  A22: { time: 'event', care: about('EndLeave') },
  A28: { time: 'event' },
  A31: { time: 'event' },
  A34: { time: 'event', merges: true },
  A36: { time: 'event', merges: true },
  A40: { time: 'event', merges: true },
  A52: { time: 'cancellation', care: about('CancelLeave') },
  A53: { time: 'cancellation', care: about('CancelLeave') },
};
