import type { Hl7Message } from '@medplum/core';
import type { EpisodeReference, LevelOfCare, Placement } from '@stepwell/pathway';
import { read, repetitionsOf } from './field-values.ts';
import { Hl7Refusal } from './refusal.ts';
import { ruleFor, type Sender } from './site-map.ts';

/** What a PV1 segment says (HL7 v2.5.1, 3.4.3). */
export interface Visit {
  readonly sender: Sender;
  readonly visitNumber?: string;
  /** Ward, room and bed. */
  readonly location?: string;
  /** What the site map makes of it; undefined when no rule fits. */
  readonly mapped?: { readonly level: LevelOfCare | 'none'; readonly programId?: string };
  /** Names the class, service and location in a refusal. */
  readonly described: string;
}

export const visitOf = (message: Hl7Message, sender: Sender): Visit => {
  const [patientClass, service] = [read(message, 'PV1', 2), read(message, 'PV1', 10)];
  const place = repetitionsOf(message.getSegment('PV1'), 3)[0];
  const [pointOfCare, room, bed] = [place?.(1), place?.(2), place?.(3)];
  const sent = [pointOfCare, room, bed].map((part) => part ?? '').join('^');
  return {
    sender,
    visitNumber: read(message, 'PV1', 19),
    location: [pointOfCare, room, bed].filter(Boolean).join(' / ') || undefined,
    mapped: ruleFor(sender, { class: patientClass, service, location: sent }),
    described: `class ${patientClass ?? '(none)'}, service ${service ?? '(none)'}, location ${sent}`,
  };
};

/** How a feed names an episode: it knows the facility and the visit number, and no id of ours. */
export const episodeOf = ({ sender, visitNumber }: Visit): EpisodeReference => ({
  facilityId: sender.facilityId,
  ...(visitNumber && { visitNumber }),
});

export const placementOf = (visit: Visit): Placement | Hl7Refusal => {
  const { sender, mapped, location } = visit;
  const { facilityId, timeZone } = sender;
  if (mapped && mapped.level !== 'none')
    return { level: mapped.level, programId: mapped.programId, facilityId, timeZone, location };
  const detail = `Add a rule for ${visit.described} to the site map of ${sender.name}, or correct PV1-2.`;
  return new Hl7Refusal('level-not-mapped', detail, { segment: 'PV1', sequence: 1, field: 2 });
};
