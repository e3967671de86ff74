import { Refusal, type Times } from '@stepwell/event-sourcing';
import type { Decision } from '../decision.ts';
import type { Pathway, PathwayFact } from '../pathway.ts';
import type { CareCommand, EpisodeReference } from './care-command.ts';
import type { CareEvent } from './care-event.ts';

type CancelCommand = Extract<CareCommand, { type: `Cancel${string}` }>;

const CANCELLATION = {
  CancelAdmission: { voids: ['PatientAdmitted'], event: 'AdmissionCancelled' },
  CancelTransition: { voids: ['LevelOfCareTransitioned'], event: 'TransitionCancelled' },
  // HL7 has one cancellation for both kinds of transfer (A12): of ward and of level.
  CancelTransfer: { voids: ['LevelOfCareTransitioned', 'LocationTransferred'], event: 'TransitionCancelled' },
  CancelDischarge: { voids: ['PatientDischarged'], event: 'DischargeCancelled' },
  // HL7 cancels a leave's beginning (A52) and its end (A53) alike: the latest of the two is the one that was wrong.
  CancelLeave: { voids: ['LeaveStarted', 'LeaveEnded'], event: 'LeaveCancelled' },
} as const satisfies Record<CancelCommand['type'], { voids: readonly string[]; event: CareEvent['type'] }>;

// A sender may know but the day, and clocks differ.
const LEEWAY_MS = 24 * 60 * 60 * 1000;

/**
 * Voids the latest standing fact of the cancelled kind that had happened by then: a cancellation that comes late, or waited
 * for what never came, must not reach for what the patient did since. One that is cancelled already stays so, and a cancellation that
 * is repeated must not reach for the fact before the one that it voided, nor for an episode before.
 */
export const cancelling =
  (type: CancelCommand['type']) =>
  (data: CancelCommand['data'], pathway: Pathway, { occurredAt: at }: Times): Decision<CareEvent> => {
    const { voids, event } = CANCELLATION[type];
    const until = Date.parse(at) + LEEWAY_MS;
    const candidates = pathway.facts.filter(
      (fact): fact is Cancellable =>
        (voids as readonly string[]).includes(fact.type) &&
        Date.parse(fact.metadata.occurredAt) <= until &&
        concerns(fact as Cancellable, data.episode, pathway),
    );
    if (candidates.length === 0)
      return new Refusal('nothing-to-cancel', `There was no ${voids.join(' or ')} in that episode then.`);
    const latest = candidates.findLast(({ id }) => !pathway.voided.has(id));
    if (!latest) return [];
    const isRepeated = pathway.facts.some((fact) => {
      const cancelled = fact.type === event && candidates.find(({ id }) => id === fact.data.voids);
      const isSince = fact.metadata.recordedAt >= latest.metadata.recordedAt;
      if (!cancelled || !isSince) return false;
      return fact.metadata.occurredAt === at || cancelled.data.episodeId !== latest.data.episodeId;
    });
    return isRepeated ? [] : [{ type: event, data: { voids: latest.id, reason: data.reason } }];
  };

type Cancellable = Extract<
  PathwayFact,
  { type: (typeof CANCELLATION)[keyof typeof CANCELLATION]['voids'][number] }
>;

// Told by the facts and not by the timeline, which no longer holds an episode whose admission was cancelled.
const concerns = (
  { data: { episodeId } }: Cancellable,
  reference: EpisodeReference,
  { facts }: Pathway,
): boolean => {
  if ('episodeId' in reference) return episodeId === reference.episodeId;
  const { facilityId, visitNumber } = reference;
  const own = facts.filter((fact) => 'episodeId' in fact.data && fact.data.episodeId === episodeId);
  return (
    own.some((fact) => 'facilityId' in fact.data && fact.data.facilityId === facilityId) &&
    (!visitNumber || own.some((fact) => 'visitNumber' in fact.data && fact.data.visitNumber === visitNumber))
  );
};
