import { Refusal, foldAll, type Answer, type EventStore } from '@stepwell/event-sourcing';
import { derivedId } from '@stepwell/edges/ids';
import {
  MATCHING,
  isRegistered,
  matchedMergers,
  mergedInto,
  pathwayFold,
  type MatchedMerger,
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
  const refusal =
    merger.type === 'MergePatients' ? await contradicted(store, carryOut, request, merger) : undefined;
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

type Records = ReadonlyMap<string, Pathway>;

/**
 * Why a merger must not be begun, once what was concluded has given way to it. One that was carried out before is known,
 * whatever was said since.
 */
const contradicted = async (
  store: EventStore,
  carryOut: CarryOut,
  request: PathwayRequest,
  { data: { survivorId, absorbedId } }: MergerCommand,
): Promise<Refusal | undefined> => {
  if (survivorId === absorbedId) return undefined;
  const histories = await relatedHistories(store, [survivorId, absorbedId], await store.head());
  const { commands, commandId, source } = request;
  if (histories.get(survivorId)?.some(({ metadata }) => metadata.commandId === commandId)) return undefined;
  const records = new Map([...histories].map(([id, history]) => [id, foldAll(pathwayFold, history)]));
  // A feed names patients before it tells of them; whoever names them by our ids knows them.
  const isFeed = commands.some(({ type }) => type === 'ReceiveDemographics');
  const unknown = [survivorId, absorbedId].find((id) => !isRegistered(records.get(id) ?? NOBODY));
  if (!isFeed && unknown !== undefined)
    return new Refusal('patient-unknown', `No patient is registered under ${unknown}.`);
  const way = wayOf(survivorId, absorbedId, records);
  const inTheWay =
    source.system === MATCHING ? [] : concludedAmong([absorbedId, ...way], survivorId, records);
  if (way.length > 0 && !inTheWay.some((one) => way.includes(one.absorbedId)))
    return new Refusal(
      'merged-in-a-circle',
      `${survivorId} was merged into ${absorbedId}: take that back first.`,
    );
  for (const one of inTheWay) {
    const answer = await giveWay(store, carryOut, request, one);
    if (answer instanceof Refusal) return answer;
  }
  return undefined;
};

/** Of mergers by which these records went, those that were concluded, but for one into the record that is to go on. */
const concludedAmong = (ids: readonly string[], survivorId: string, records: Records): MatchedMerger[] =>
  ids.flatMap((id) =>
    matchedMergers(records.get(id) ?? NOBODY).filter(
      (one) => one.absorbedId === id && one.survivorId !== survivorId,
    ),
  );

/** Takes back a merger that was concluded, for one that is told: of the same two the other way round, or with a third. */
const giveWay = (
  store: EventStore,
  carryOut: CarryOut,
  request: PathwayRequest,
  concluded: MatchedMerger,
): Promise<Answer<PathwayEvent>> => {
  const command: MergerCommand = {
    type: 'UnmergePatients',
    data: { ...concluded, role: 'survivor', reason: 'Another merger was told.' },
  };
  const unmerge: PathwayRequest = {
    ...request,
    ...{ patientId: concluded.survivorId, actor: MATCHING, source: { system: MATCHING } },
    ...{ commandId: derivedId('gives way', request.commandId, concluded.absorbedId), commands: [command] },
  };
  return carryOutMerger(store, carryOut, unmerge, command);
};

// Each of the two is told for itself, with whatever else its message says.
const ALONE = (own: Pathway): Pathway => own;

const NOBODY = pathwayFold.initialState;

/**
 * The records by way of which the one went into the other, the one first; none where it did not. By what is on one stream
 * only, too.
 */
const wayOf = (id: string, other: string, records: Records): readonly string[] => {
  const way = new Set([id]);
  for (const one of way) {
    const into = mergedInto(records.get(one) ?? NOBODY);
    if (into !== undefined) way.add(into);
  }
  const steps = [...way];
  return way.has(other) ? steps.slice(0, steps.indexOf(other)) : [];
};
