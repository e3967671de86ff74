import { canonicalJson, foldAll, streamName, type EventStore } from '@stepwell/event-sourcing';
import { derivedId, digestOf } from '@stepwell/edges/ids';
import { PlaceRefusal, episodeOf, facilityOf, placementOf, type GivenPlace } from '@stepwell/edges/place';
import {
  localDate,
  program,
  termsOn,
  type AdmissionTerms,
  type EpisodeReference,
  type PathwayCommand,
  type Placement,
  type Program,
  type ProgramDefinition,
} from '@stepwell/pathway';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.ts';
import { traceOfRequest } from '../http/trace-context.ts';
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
  traceparent: traceOfRequest(),
});

/** One request with its commands. */
export const withCommands = (
  request: Omit<TimedRequest, 'commands'>,
  ...commands: readonly PathwayCommand[]
): TimedRequest => ({ ...request, commands });

const programNamed = async (store: EventStore, programId: string, knownAt?: string): Promise<Program> => {
  const events = await store.readStream(streamName(program.category, programId));
  return foldAll(
    program,
    events.filter(({ metadata }) => knownAt === undefined || metadata.recordedAt <= knownAt),
  );
};

/** The programs of these names that are defined, as they were known at an instant or are now. */
export const programsKnown = async (
  store: EventStore,
  programIds: readonly (string | undefined)[],
  knownAt?: string,
): Promise<ReadonlyMap<string, Program>> => {
  const named = new Set(programIds.filter((id) => id !== undefined));
  const found = await Promise.all(
    [...named].map(async (id) => [id, await programNamed(store, id, knownAt)] as const),
  );
  return new Map(found.filter(([, { definition }]) => definition));
};

/** The definition of a program; undefined where none is defined. */
export const programDefinition = async (
  store: EventStore,
  programId: string,
): Promise<ProgramDefinition | undefined> => (await programNamed(store, programId)).definition;

/** On what terms the program of a placement admits at an instant; none without a program. */
export const termsGiven = async (
  store: EventStore,
  { programId, timeZone }: Placement,
  at: string,
): Promise<AdmissionTerms | undefined> =>
  programId === undefined
    ? undefined
    : termsOn(await programNamed(store, programId), localDate(at, timeZone));

const namedBy = (store: EventStore, { programId }: GivenPlace): Promise<ProgramDefinition | undefined> =>
  programId ? programDefinition(store, programId) : Promise.resolve(undefined);

/** Facility and time zone: the program's where one is named, else as given. */
export const facilityGiven = async (store: EventStore, given: GivenPlace) =>
  demanded(facilityOf(given, await namedBy(store, given)));

/** Where and at which level a stay is to be. */
export const placementGiven = async (
  store: EventStore,
  given: GivenPlace & Pick<Placement, 'levelCode' | 'location'>,
): Promise<Placement> => demanded(placementOf(given, await namedBy(store, given)));

/** Which episode a request means. */
export const episodeGiven = (given: {
  readonly episodeId?: string;
  readonly facilityId?: string;
}): EpisodeReference => demanded(episodeOf({ episodeId: given.episodeId, facilityId: given.facilityId }));

const demanded = <T>(said: T | PlaceRefusal): T => {
  if (!(said instanceof PlaceRefusal)) return said;
  const { code, field, detail } = said;
  if (code === 'program-unknown')
    throw new Problem(422, code, detail, { errors: [{ field, detail: 'unknown' }] });
  throw new Problem(422, 'invalid-request', detail, { errors: [{ field, detail }] });
};
