import { Refusal, foldAll, type Answer, type EventStore } from '@stepwell/event-sourcing';
import { derivedId } from '@stepwell/edges/ids';
import {
  isRegistered,
  mergedInto,
  pathwayFold,
  type Pathway,
  type PathwayCommand,
  type PathwayEvent,
  type PathwayRequest,
} from '@stepwell/pathway';
import { relatedHistories } from '@stepwell/read-models';
import type { CarryOut } from './among-records.ts';

type MergerCommand = Extract<PathwayCommand, { type: 'MergePatients' | 'UnmergePatients' }>;

/** What a request says of two records being of one person, or not. */
export const mergerIn = ({ commands }: PathwayRequest): MergerCommand | undefined =>
  commands.find(({ type }) => type === 'MergePatients' || type === 'UnmergePatients') as
    MergerCommand | undefined;

/**
 * Records on two streams that one record was merged into another, or never was. The one that goes comes first: it can
 * go into one other only, so whoever is second is refused before anything is written. A process that dies in between
 * leaves what is written on one stream only, which counts for nobody (see `wholePerson`); the same request again, or
 * another one of the same merger, completes it. One merger has to be carried out at a time: two at once could go in a circle.
 */
export const carryOutMerger = async (
  store: EventStore,
  carryOut: CarryOut,
  request: PathwayRequest,
  merger: MergerCommand,
): Promise<Answer<PathwayEvent>> => {
  const refusal = merger.type === 'MergePatients' ? await contradicted(store, request, merger) : undefined;
  if (refusal) return refusal;
  const { absorbedId } = merger.data;
  const ofAbsorbed = (type: MergerCommand['type'], step: string): PathwayRequest => ({
    ...request,
    patientId: absorbedId,
    commandId: derivedId('merger', request.commandId, step),
    commands: [{ ...merger, type, data: { ...merger.data, role: 'absorbed' } } as MergerCommand],
  });
  const first = (await carryOut(absorbedId, [ofAbsorbed(merger.type, 'absorbed')], ALONE))[0]!;
  if (first instanceof Refusal) return first;
  const second = (await carryOut(request.patientId, [request], ALONE))[0]!;
  if (!(second instanceof Refusal))
    return first.outcome === 'appended' && second.outcome !== 'appended'
      ? { ...second, outcome: 'appended', position: first.position }
      : second;
  if (merger.type === 'UnmergePatients' && second.code === 'not-merged') return first;
  if (merger.type === 'MergePatients' && first.outcome === 'appended')
    await carryOut(absorbedId, [ofAbsorbed('UnmergePatients', 'taken back')], ALONE);
  return second;
};

/** Why a merger must not be begun. One that was carried out before is known, whatever was said since. */
const contradicted = async (
  store: EventStore,
  { commands, commandId }: PathwayRequest,
  { data: { survivorId, absorbedId } }: MergerCommand,
): Promise<Refusal | undefined> => {
  if (survivorId === absorbedId) return undefined;
  const histories = await relatedHistories(store, [survivorId, absorbedId], await store.head());
  if (histories.get(survivorId)?.some(({ metadata }) => metadata.commandId === commandId)) return undefined;
  const records = new Map([...histories].map(([id, history]) => [id, foldAll(pathwayFold, history)]));
  // A feed names patients before it tells of them; whoever names them by our ids knows them.
  const isFeed = commands.some(({ type }) => type === 'ReceiveDemographics');
  const unknown = [survivorId, absorbedId].find((id) => !isRegistered(records.get(id) ?? NOBODY));
  if (!isFeed && unknown !== undefined)
    return new Refusal('patient-unknown', `No patient is registered under ${unknown}.`);
  return goesInto(survivorId, absorbedId, records)
    ? new Refusal('merged-in-a-circle', `${survivorId} was merged into ${absorbedId}: take that back first.`)
    : undefined;
};

// Each of the two is told for itself, with whatever else its message says.
const ALONE = (own: Pathway): Pathway => own;

const NOBODY = pathwayFold.initialState;

/** Whether the one went into the other, directly or by way of others: by what is on one stream only, too. */
const goesInto = (id: string, other: string, records: ReadonlyMap<string, Pathway>): boolean => {
  const way = new Set([id]);
  for (const one of way) {
    const into = mergedInto(records.get(one) ?? NOBODY);
    if (into !== undefined) way.add(into);
  }
  return way.has(other);
};
