import { daysBetween, type LocalDate } from '../local-date.ts';
import type { Timeline } from '../timeline.ts';
import { comparedTo } from './outcome-trend.ts';
import { instrumentOf, type InstrumentId } from './instruments.ts';

/** One measurement of a patient in a program. */
export interface ProgramOutcome {
  readonly eventId: string;
  readonly instrument: InstrumentId;
  readonly programId: string;
  readonly facilityId: string;
  readonly episodeId: string;
  /** The first day of the episode in the program: day 0. */
  readonly admittedOn: LocalDate;
  readonly at: string;
  readonly day: LocalDate;
  /** Days 0 to 6 are week 0. */
  readonly week: number;
  readonly score: number;
  /** The first measurement of the instrument in the program during the episode. */
  readonly isBaseline: boolean;
  /** Whether the baseline was that of a case: who began below can neither respond nor remit. */
  readonly isCase: boolean;
  readonly response: boolean;
  readonly remission: boolean;
}

/** What was measured of a patient while in programs; days are told of facilities that tell them only. */
export const programOutcomes = ({ outcomes, stays }: Timeline): ProgramOutcome[] => {
  const measured = outcomes.flatMap((outcome) => {
    const stay = stays.findLast(
      ({ programId, begin, end }) =>
        programId !== undefined && begin.at <= outcome.at && (!end || outcome.at <= end.at),
    );
    const first = stays.find(
      ({ episodeId, programId }) => episodeId === stay?.episodeId && programId === stay.programId,
    );
    return stay && first && isExact(first.begin) && isExact(outcome) ? [{ outcome, stay, first }] : [];
  });
  const grouped = Map.groupBy(
    measured,
    ({ outcome, stay }) => `${outcome.instrument} ${stay.episodeId} ${stay.programId}`,
  );
  return [...grouped.values()].flatMap((own) => {
    const [{ outcome: baseline }] = own as [(typeof own)[number]];
    const instrument = instrumentOf(baseline.instrument);
    return own.map(({ outcome: { eventId, at, day, score }, stay, first }) => ({
      ...{ eventId, instrument: instrument.id, programId: stay.programId!, facilityId: stay.facilityId },
      ...{ episodeId: stay.episodeId, admittedOn: first.begin.day, at, day, score },
      week: Math.floor(daysBetween(first.begin.day, day) / 7),
      isBaseline: eventId === baseline.eventId,
      isCase: baseline.score >= instrument.caseFrom,
      ...comparedTo(baseline.score, instrument, score),
    }));
  });
};

const isExact = ({ precision }: { readonly precision: string }): boolean =>
  precision === 'instant' || precision === 'day';
