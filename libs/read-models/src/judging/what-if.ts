import { setImmediate } from 'node:timers/promises';
import type { EventStore, Position } from '@stepwell/event-sourcing';
import type { Case, Given, Measure, Programs } from '@stepwell/measures';
import { pathwayFold, type HoursPolicy, type Pathway, type Program } from '@stepwell/pathway';
import type { DeparturesByGroup, GroupDepartures } from '../departures.ts';
import type { Filter } from '../filter.ts';
import type { Grouping } from '../groupings.ts';
import {
  ratesOf,
  type CaseOutcome,
  type CountedGroup,
  type MeasuredRates,
  type MeasurePeriod,
} from '../measure-cases.ts';
import { withItsOthers } from '../persons/shown.ts';
import { programsAt } from '../projector/programs-at.ts';
import { Count, isWithin } from './count.ts';
import { changedVerdicts, type ChangedVerdict } from './difference.ts';
import { Leaving, asCounted, curvesOf, type Following } from './followed.ts';

/** Another rule to judge the past by. */
export interface Alternative {
  /** Values in the place of the definition's own. */
  readonly parameters?: Given;
  /** An hours policy that is in force from its first day on in every program of its level, whatever else is. */
  readonly policy?: HoursPolicy;
}

export interface WhatIfQuestion {
  readonly measure: Measure;
  readonly alternative: Alternative;
  readonly period: MeasurePeriod;
  readonly groupBy: Grouping;
  readonly filter: Filter;
  /** Of a time to an event: nobody is followed for longer than so many days after the index. */
  readonly days?: number;
}

export interface WhatIfProgress {
  readonly patients: number;
  readonly events: number;
}

export type Flip = ChangedVerdict;

export interface WhatIfResult extends WhatIfProgress {
  readonly before: MeasuredRates;
  readonly after: MeasuredRates;
  /** Of a time to an event, whose counts make no rate: what its curves are drawn from. */
  readonly curves?: { readonly before: DeparturesByGroup; readonly after: DeparturesByGroup };
  /** How many cases went from one verdict to another; `none` where there is a case only before or only after. */
  readonly flows: readonly {
    readonly from: CaseOutcome | 'none';
    readonly to: CaseOutcome | 'none';
    readonly cases: number;
  }[];
  /** The cases that are judged otherwise, as many as are kept. */
  readonly flips: readonly Flip[];
  readonly flipped: number;
}

/** A part of the histories, between two streams, in the order in which the store reads the category. */
export interface Part {
  readonly after?: string;
  readonly until?: string;
}

export interface WhatIfOptions {
  readonly upTo: Position;
  /** How many of the cases that flip are kept; all are counted. */
  readonly mostFlips?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (done: WhatIfProgress) => void;
}

/** What one rule counts: cases by group and, of a time to an event, who left its curves. */
interface Counted {
  readonly groups: readonly CountedGroup[];
  readonly left: readonly GroupDepartures[];
}

/** What a part of the histories adds to the answer. Plain values, so that another thread may have found them. */
export interface WhatIfPart extends WhatIfProgress {
  readonly before: Counted;
  readonly after: Counted;
  readonly flows: ReadonlyMap<string, number>;
  readonly flips: readonly Flip[];
}

const MOST_FLIPS = 100_000;
const BETWEEN_PAUSES = 100;

/** Judges every history by a measure's own rule and by another one. */
export const whatIf = async (
  store: EventStore,
  question: WhatIfQuestion,
  options: WhatIfOptions,
): Promise<WhatIfResult> =>
  resultOf(question, [await whatIfPart(store, question, {}, options)], options.mostFlips);

/** The same of a part of the histories. */
export const whatIfPart = async (
  store: EventStore,
  question: WhatIfQuestion,
  { after: afterStream, until }: Part,
  { upTo, signal, progress, mostFlips = MOST_FLIPS }: WhatIfOptions,
): Promise<WhatIfPart> => {
  const { alternative, period } = question;
  const programs = await programsAt(store, upTo);
  const before = new Rule(question, programs);
  const after = new Rule(question, withPolicy(programs, alternative.policy), alternative.parameters);
  const flows = new Map<string, number>();
  const flips: Flip[] = [];
  let [patients, events] = [0, 0];
  for await (const stream of store.readCategory(pathwayFold.category, upTo, afterStream, until)) {
    signal?.throwIfAborted();
    patients++;
    events += stream.length;
    const history = await withItsOthers(store, stream, upTo);
    const pathway = history.after(stream.length) as Pathway;
    const [own, other] = [before.judge(pathway), after.judge(pathway)];
    for (const flip of changedVerdicts(
      history.key,
      { cases: own, today: period.today },
      { cases: other, today: period.today },
    )) {
      const flow = flowOf(flip);
      flows.set(flow, (flows.get(flow) ?? 0) + 1);
      if (flips.length < mostFlips) flips.push(flip);
    }
    if (patients % BETWEEN_PAUSES === 0) {
      progress?.({ patients, events });
      await setImmediate();
    }
  }
  progress?.({ patients, events });
  return { patients, events, flows, flips, before: before.counted(), after: after.counted() };
};

/** The answer from those to all parts, in the order of the parts. */
export const resultOf = (
  { measure, groupBy }: WhatIfQuestion,
  parts: readonly WhatIfPart[],
  mostFlips = MOST_FLIPS,
): WhatIfResult => {
  const rates = (which: 'before' | 'after'): MeasuredRates => {
    const count = new Count(groupBy);
    for (const part of parts) for (const group of part[which].groups) count.addAll(group);
    return ratesOf(count.rows(), groupBy);
  };
  const curves = (which: 'before' | 'after'): DeparturesByGroup =>
    curvesOf(
      parts.flatMap((part) => part[which].left),
      groupBy,
    );
  const flows = new Map<string, number>();
  for (const part of parts)
    for (const [flow, cases] of part.flows) flows.set(flow, (flows.get(flow) ?? 0) + cases);
  return {
    ...progressOf(parts),
    before: rates('before'),
    after: rates('after'),
    ...(measure.kind === 'time-to-event' && {
      curves: { before: curves('before'), after: curves('after') },
    }),
    flows: [...flows].sort().map(([flow, cases]) => {
      const [from, to] = flow.split(' ') as [CaseOutcome, CaseOutcome];
      return { from, to, cases };
    }),
    flipped: flows.values().reduce((sum, cases) => sum + cases, 0),
    flips: parts.flatMap(({ flips }) => flips).slice(0, mostFlips),
  };
};

/** How far all parts have come together. */
export const progressOf = (parts: readonly WhatIfProgress[]): WhatIfProgress => ({
  patients: parts.reduce((sum, { patients }) => sum + patients, 0),
  events: parts.reduce((sum, { events }) => sum + events, 0),
});

/** What one rule says of histories. */
class Rule {
  private readonly count: Count;
  private readonly leaving: Leaving;
  private readonly question: WhatIfQuestion;
  private readonly following: Following;
  private readonly programs: Programs;
  private readonly given: Given | undefined;

  constructor(question: WhatIfQuestion, programs: Programs, given?: Given) {
    this.question = question;
    this.following = { today: question.period.today, days: question.days ?? 365 };
    this.programs = programs;
    this.given = given;
    this.count = new Count(question.groupBy);
    this.leaving = new Leaving(question.groupBy, this.following);
  }

  /** The cases of one history that are asked about, which are counted. */
  judge(pathway: Pathway): Case[] {
    const { measure, period, filter } = this.question;
    return measure
      .cases(pathway, this.programs, this.given)
      .filter((one) => isWithin(one, period, filter))
      .map((one) => {
        const counted = asCounted(measure, one, this.following);
        this.count.add(counted, period.today);
        if (measure.kind === 'time-to-event') this.leaving.add(one);
        return counted;
      });
  }

  counted(): Counted {
    return { groups: this.count.rows(), left: this.leaving.rows() };
  }
}

const flowOf = ({ before, after }: Flip): string =>
  `${before?.outcome ?? 'none'} ${after?.outcome ?? 'none'}`;

/** The same programs with one policy tried on those of its level. */
export const withPolicy = (
  programs: ReadonlyMap<string, Program>,
  policy: HoursPolicy | undefined,
): Programs => {
  if (!policy) return programs;
  // Anew on each day on which another one takes effect: for whom it is, none comes after it.
  const other = ({ hoursPolicies, ...rest }: Program): Program => ({
    ...rest,
    hoursPolicies: [
      ...[...hoursPolicies, policy],
      ...hoursPolicies
        .filter((one) => one.effectiveFrom > policy.effectiveFrom)
        .map(({ effectiveFrom }) => ({ ...policy, effectiveFrom })),
    ],
  });
  return new Map(
    [...programs].map(([id, one]) => [id, one.definition?.level === policy.level ? other(one) : one]),
  );
};
