import { voidingsIn, type Pathway, type PathwayFact } from '../pathway.ts';

/** A fact, and from when until when it was believed. */
interface Telling {
  readonly fact: PathwayFact;
  readonly from: string;
  readonly until: string;
}

const NEVER = '~'; // after every instant

const tellingsOf = ({ facts, voided }: Pathway): Telling[] => {
  const voidings = voided.size > 0 ? voidingsIn(facts) : undefined;
  const recordedAt = voidings && new Map(facts.map(({ id, metadata }) => [id, metadata.recordedAt]));
  return facts.map((fact) => ({
    fact,
    from: fact.metadata.recordedAt,
    until: recordedAt?.get(voidings!.get(fact.id) ?? '') ?? NEVER,
  }));
};

/** What in one record is called otherwise than in another one: events, episodes, stays and leaves. */
type Names = 'voids' | 'episodeId' | 'stayId' | 'fromStayId' | 'leaveId';
type Data = Partial<Record<Names, string>>;

class Renaming {
  private readonly events = new Map<string, string>();
  private readonly episodes = new Map<string, string>();
  private readonly stays = new Map<string, string>();
  private readonly leaves = new Map<string, string>();

  learn(own: PathwayFact, other: PathwayFact): void {
    const [to, from] = [own.data as Data, other.data as Data];
    this.events.set(other.id, own.id);
    for (const [ids, name] of [
      [this.episodes, 'episodeId'],
      [this.stays, 'stayId'],
      [this.leaves, 'leaveId'],
    ] as const)
      if (from[name] !== undefined && to[name] !== undefined && from[name] !== to[name])
        ids.set(from[name], to[name]);
  }

  of(fact: PathwayFact): PathwayFact {
    const data = fact.data as Data;
    const named: Data = {
      voids: this.events.get(data.voids ?? ''),
      episodeId: this.episodes.get(data.episodeId ?? ''),
      stayId: this.stays.get(data.stayId ?? ''),
      fromStayId: this.stays.get(data.fromStayId ?? ''),
      leaveId: this.leaves.get(data.leaveId ?? ''),
    };
    const changed = Object.entries(named).filter(([, id]) => id !== undefined);
    if (changed.length === 0) return fact;
    return { ...fact, data: { ...fact.data, ...Object.fromEntries(changed) } } as PathwayFact;
  }
}

/**
 * By what a fact is known to be the same as one of another record: the name that its sender gave it, an admission also by its
 * visit's number at the facility, and what happened in an episode by its moment.
 */
const namesOf = ({ type, data, metadata }: PathwayFact): readonly string[] => {
  const inEpisode = 'episodeId' in data ? [`${type} ${data.episodeId} ${metadata.occurredAt}`] : [];
  switch (type) {
    case 'PatientAdmitted': {
      const { episodeId, facilityId, visitNumber } = data;
      const visit = visitNumber === undefined ? [] : [`visit ${facilityId} ${visitNumber}`];
      return [`episode ${episodeId}`, ...visit];
    }
    case 'LevelOfCareTransitioned':
      return [`stay ${data.stayId}`, ...inEpisode];
    case 'LeaveStarted':
      return [`leave ${data.leaveId}`, ...inEpisode];
    case 'AttendanceRecorded':
      return [sessionOf(data)];
    case 'AttendanceCorrected':
      return [`correction ${data.voids}`];
    default:
      return inEpisode;
  }
};

const sessionOf = ({ facilityId, sessionId }: { facilityId: string; sessionId: string }): string =>
  `session ${facilityId} ${sessionId}`;

/** The facts of one person's records, that of one thing told twice, once: as if all had been told of one record. */
export class FactsTogether {
  readonly facts: PathwayFact[] = [];
  private readonly known = new Map<string, Telling[]>();

  /** Adds what `kept` says of each fact of a record that has not been told by the records before. */
  add(record: Pathway, kept: (fact: PathwayFact) => readonly PathwayFact[]): void {
    const renaming = new Renaming();
    const more: Telling[] = [];
    for (const telling of tellingsOf(record)) {
      const fact = renaming.of(telling.fact);
      const same = this.sameAs({ ...telling, fact });
      if (same) renaming.learn(same, telling.fact);
      else {
        more.push({ ...telling, fact });
        this.facts.push(...kept(fact));
      }
    }
    for (const telling of more) this.learn(telling);
  }

  // What was taken back before it was told of the other record is another telling.
  private sameAs({ fact, from, until }: Telling): PathwayFact | undefined {
    for (const name of namesOf(fact)) {
      const same = this.known.get(name)?.findLast((one) => one.from < until && from < one.until);
      if (same) return same.fact;
    }
    return undefined;
  }

  private learn(telling: Telling): void {
    const { fact } = telling;
    const names = namesOf(fact);
    const all = fact.type === 'AttendanceCorrected' ? [...names, sessionOf(fact.data)] : names;
    for (const name of all) {
      const tellings = this.known.get(name);
      if (tellings) tellings.push(telling);
      else this.known.set(name, [telling]);
    }
  }
}
