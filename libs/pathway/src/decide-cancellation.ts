import { Refusal } from '@stepwell/event-sourcing';
import type { Pathway, PathwayFact } from './pathway.ts';
import type { CareEvent } from './pathway-event.ts';
import type { EpisodeReference, PathwayCommand } from './pathway-command.ts';

export type CancelCommand = Extract<PathwayCommand, { type: `Cancel${string}` }>;

const CANCELLATION = {
  CancelAdmission: { voids: ['PatientAdmitted'], event: 'AdmissionCancelled' },
  CancelTransition: { voids: ['LevelOfCareTransitioned'], event: 'TransitionCancelled' },
  // HL7 has one cancellation for both kinds of transfer (A12): of ward and of level.
  CancelTransfer: { voids: ['LevelOfCareTransitioned', 'LocationTransferred'], event: 'TransitionCancelled' },
  CancelDischarge: { voids: ['PatientDischarged'], event: 'DischargeCancelled' },
  // HL7 cancels a leave's beginning (A52) and its end (A53) alike: the latest of the two is the one that was wrong.
  CancelLeave: { voids: ['LeaveStarted', 'LeaveEnded'], event: 'LeaveCancelled' },
} as const satisfies Record<CancelCommand['type'], { voids: readonly string[]; event: CareEvent['type'] }>;

/** Voids the latest standing fact of the cancelled kind; one that is cancelled already stays so. */
export const cancel = (
  { type, data }: CancelCommand,
  pathway: Pathway,
  at: string,
): readonly CareEvent[] | Refusal => {
  const { voids, event } = CANCELLATION[type];
  const candidates = pathway.facts.filter(
    (fact) => (voids as readonly string[]).includes(fact.type) && concerns(fact, data.episode, pathway),
  );
  // The same cancellation once more must not reach for the fact before the one that it voided.
  const isRepeated = pathway.facts.some(
    (fact) =>
      fact.type === event &&
      fact.metadata.occurredAt === at &&
      candidates.some(({ id }) => id === fact.data.voids),
  );
  if (isRepeated) return [];
  const latest = candidates.findLast(({ id }) => !pathway.voided.has(id));
  if (latest) return [{ type: event, data: { voids: latest.id, reason: data.reason } }];
  if (candidates.length > 0) return [];
  return new Refusal('nothing-to-cancel', `There is no ${voids.join(' or ')} in that episode.`);
};

// Told by the facts and not by the timeline, which no longer holds an episode whose admission was cancelled.
const concerns = (fact: PathwayFact, reference: EpisodeReference, { facts }: Pathway): boolean => {
  if (!('episodeId' in fact.data)) return false;
  const { episodeId } = fact.data;
  if ('episodeId' in reference) return episodeId === reference.episodeId;
  const admission = facts.find(
    (other) => other.type === 'PatientAdmitted' && other.data.episodeId === episodeId,
  );
  if (admission?.type !== 'PatientAdmitted' || admission.data.facilityId !== reference.facilityId)
    return false;
  return !reference.visitNumber || admission.data.visitNumber === reference.visitNumber;
};
