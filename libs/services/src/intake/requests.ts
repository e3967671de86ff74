import { canonicalJson, foldAll, streamName, type EventStore } from '@stepwell/event-sourcing';
import { derivedId, digestOf } from '@stepwell/edges/ids';
import {
  program,
  type EpisodeReference,
  type LevelOfCare,
  type PathwayCommand,
  type Placement,
  type ProgramDefinition,
} from '@stepwell/pathway';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.ts';
import type { TimedRequest } from './orders.ts';

/** The form in which instants are stored: UTC with milliseconds, so that their text sorts as they do. */
export const storedInstant = (text: string): string => new Date(text).toISOString();

/**
 * A request that came in over REST, under the caller's key where there is one. A key means one request within its scope:
 * the address that it was sent to.
 */
export const restRequest = (
  keyScope: string,
  patientId: string,
  idempotencyKey: string | undefined,
  body: { readonly recordedBy?: string; readonly occurredAt?: string },
  now: string,
): Omit<TimedRequest, 'commands'> => ({
  patientId,
  commandId: idempotencyKey ? derivedId('rest', keyScope, idempotencyKey) : randomUUID(),
  commandDigest: digestOf(canonicalJson(body)),
  occurredAt: storedInstant(body.occurredAt ?? now),
  source: { system: 'rest' },
  actor: body.recordedBy ?? 'rest',
});

/** One request with its commands. */
export const withCommands = (
  request: Omit<TimedRequest, 'commands'>,
  ...commands: readonly PathwayCommand[]
): TimedRequest => ({ ...request, commands });

const invalid = (field: string, detail: string): Problem =>
  new Problem(422, 'invalid-request', detail, { errors: [{ field, detail }] });

export const programDefinition = async (store: EventStore, programId: string): Promise<ProgramDefinition> => {
  const events = await store.readStream(streamName(program.category, programId));
  const { definition } = foldAll(program, events);
  if (!definition)
    throw new Problem(
      422,
      'program-unknown',
      `No program "${programId}" is defined: POST /v1/programs defines one.`,
      {
        errors: [{ field: 'programId', detail: 'unknown' }],
      },
    );
  return definition;
};

interface GivenPlace {
  readonly programId?: string;
  readonly facilityId?: string;
  readonly level?: LevelOfCare;
  readonly timeZone?: string;
}

/** Facility and time zone: the program's where one is named, else as given. */
export const facilityOf = async (
  store: EventStore,
  given: GivenPlace,
): Promise<Pick<Placement, 'facilityId' | 'timeZone' | 'programId'> & { readonly level?: LevelOfCare }> => {
  if (given.programId) {
    const { facilityId, level, timeZone, programId } = await programDefinition(store, given.programId);
    if (given.facilityId && given.facilityId !== facilityId)
      throw invalid('facilityId', `Program ${programId} belongs to facility ${facilityId}.`);
    return { facilityId, level, timeZone, programId };
  }
  if (!given.facilityId) throw invalid('facilityId', 'Give a programId, or a facilityId with its timeZone.');
  if (!given.timeZone)
    throw invalid('timeZone', 'Without a programId the time zone of the facility is needed.');
  return { facilityId: given.facilityId, timeZone: given.timeZone, level: given.level };
};

/** Where and at which level a stay is to be. */
export const placementOf = async (
  store: EventStore,
  given: GivenPlace & Pick<Placement, 'levelCode' | 'location'>,
): Promise<Placement> => {
  const { level, ...place } = await facilityOf(store, given);
  if (!level) throw invalid('level', 'Without a programId the level of care is needed.');
  if (given.level && given.level !== level)
    throw invalid('level', `Program ${place.programId} gives ${level} care.`);
  return { ...place, level, levelCode: given.levelCode, location: given.location };
};

/** Which episode a request means. */
export const episodeReference = ({
  episodeId,
  facilityId,
}: {
  readonly episodeId?: string;
  readonly facilityId?: string;
}): EpisodeReference => {
  if (episodeId) return { episodeId };
  if (facilityId) return { facilityId };
  throw invalid('episodeId', 'Give the episodeId, or the facilityId whose open episode is meant.');
};
