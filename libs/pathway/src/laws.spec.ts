import fc from 'fast-check';
import { Refusal, foldAll, type Times } from '@stepwell/event-sourcing';
import { asFact } from '@stepwell/event-sourcing/testing';
import { pathway } from './pathway-decider.ts';
import { NOTHING_KNOWN, pathwayFold, personAt, type Pathway } from './pathway.ts';
import { timeline, type Timeline } from './timeline.ts';
import type { PathwayCommand } from './pathway-command.ts';
import { anyCommands, anyFacts, shuffled, wholeTimeline } from './testing/index.ts';

/** Each command is recorded a second after the one before it. */
const timesOf = (at: string, n: number): Times => ({
  occurredAt: at,
  recordedAt: new Date(Date.UTC(2026, 1, 1, 0, 0, n)).toISOString(),
});

const carryOut = (state: Pathway, command: PathwayCommand, times: Times, n: number): Pathway => {
  const decided = pathway.decide(command, state, times);
  if (decided instanceof Refusal) return state;
  return foldAll(
    pathwayFold,
    decided.map((event, part) => asFact(pathwayFold, event, `${n}.${part}`, times)),
    state,
  );
};

const history = (said: readonly { command: PathwayCommand; at: string }[]): Pathway =>
  said.reduce((state, { command, at }, n) => carryOut(state, command, timesOf(at, n), n), NOTHING_KNOWN);

test('a command that was accepted changes nothing when it is sent again', () => {
  fc.assert(
    fc.property(anyCommands(30), fc.boolean(), (said, fromFeed) => {
      let state = NOTHING_KNOWN;
      for (const [n, { command, at }] of said.entries()) {
        const after = carryOut(state, command, { ...timesOf(at, 2 * n), fromFeed }, n);
        const again = pathway.decide(command, after, { ...timesOf(at, 2 * n + 1), fromFeed });
        if (after !== state) expect(again).toEqual([]);
        state = after;
      }
    }),
    { numRuns: 1_000 },
  );
});

test('a decision is events or a refusal whatever came before', () => {
  fc.assert(
    fc.property(anyFacts(20), anyCommands(10), (facts, said) => {
      const state = foldAll(pathwayFold, facts, history(said.slice(0, 1)));
      for (const [n, { command, at }] of said.entries())
        expect(() => pathway.decide(command, state, timesOf(at, n))).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

test('facts that are learned together amount to the same as one after another', () => {
  fc.assert(
    fc.property(anyFacts(25), fc.nat(25), (facts, n) => {
      const [before, more] = [facts.slice(0, n), facts.slice(n)];
      const one = facts.reduce((state, fact) => pathwayFold.evolve(state, fact), NOTHING_KNOWN);
      const known = foldAll(pathwayFold, before);
      const unchanged = structuredClone(known);
      expect(foldAll(pathwayFold, more, known)).toEqual(one);
      expect(known).toEqual(unchanged);
      expect(one).toEqual(foldAll(pathwayFold, facts));
    }),
  );
});

test('the same facts amount to the same in whatever order they arrived', () => {
  const twice = anyFacts(25).chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));
  fc.assert(
    fc.property(twice, ([facts, others]) => {
      const [one, other] = [foldAll(pathwayFold, facts), foldAll(pathwayFold, others)];
      expect(wholeTimeline(other)).toEqual(wholeTimeline(one));
      expect(personAt(other)).toEqual(personAt(one));
    }),
    { numRuns: 500 },
  );
});

const expectOrderly = ({ episodes, stays }: Timeline): void => {
  for (const episode of episodes) {
    expect(episode.stays[0]!.begin).toEqual(episode.admission);
    expect(episode.stays.at(-1)!.end?.eventId).toEqual(episode.discharge?.eventId);
    for (const [n, { begin, end }] of episode.stays.entries()) {
      if (end) expect(begin.at <= end.at && begin.day <= end.day).toBe(true);
      expect(end?.eventId).toBe((episode.stays[n + 1]?.begin ?? episode.discharge)?.eventId);
    }
    for (const { begin, end } of episode.leaves) if (end) expect(begin.at <= end.at).toBe(true);
  }
  const begins = stays.map(({ begin }) => begin.at);
  expect(begins).toEqual(begins.toSorted());
};

test('whatever facts there are, stays follow one another and nothing ends before it begins', () => {
  fc.assert(
    fc.property(anyFacts(25), (facts) => expectOrderly(timeline(foldAll(pathwayFold, facts)))),
    { numRuns: 1_000 },
  );
});

test('whatever was asked for, no two stays, leaves or sessions of a patient have one name', () => {
  const names = ({ stays, episodes, sessions }: Timeline) => [
    ...stays.map(({ stayId }) => `stay ${stayId}`),
    ...episodes.map(({ episodeId }) => `episode ${episodeId}`),
    ...episodes.flatMap(({ leaves }) => leaves.map(({ leaveId }) => `leave ${leaveId}`)),
    ...sessions.map(({ facilityId, sessionId }) => `session ${sessionId} at ${facilityId}`),
  ];
  fc.assert(
    fc.property(anyCommands(30), (said) => {
      const all = names(timeline(history(said)));
      expect(all).toEqual([...new Set(all)]);
    }),
    { numRuns: 1_000 },
  );
});
