import type { Timeline } from '../timeline.ts';
import type { LocalDate } from '../local-date.ts';
import {
  instrumentOf,
  severityOf,
  type Instrument,
  type InstrumentId,
  type SeverityBand,
} from './instruments.ts';

/** One measurement beside the first of its trend. */
export interface OutcomePoint {
  readonly at: string;
  readonly day: LocalDate;
  readonly eventId: string;
  readonly score: number;
  readonly subscales?: Readonly<Record<string, number>>;
  readonly severity: string;
  /** Points since the baseline: below zero is better. */
  readonly change: number;
  /** Half of the baseline or less, where the baseline was that of a case. */
  readonly response: boolean;
  /** Below the instrument's cut-off, where the baseline was that of a case. */
  readonly remission: boolean;
}

export interface OutcomeScale {
  readonly mostScore: number;
  /** In remission below this score. */
  readonly cutOff: number;
  readonly bands: readonly SeverityBand[];
}

/** What an instrument measured of a patient during one episode of care, or outside every one. */
export interface OutcomeTrend {
  readonly instrument: InstrumentId;
  readonly episodeId?: string;
  readonly baseline: number;
  /** What the scores are read by. */
  readonly scale: OutcomeScale;
  readonly points: readonly OutcomePoint[];
}

/** Whether a score is a response or a remission. Who began below the score of a case can do neither. */
export const comparedTo = (
  baseline: number,
  { cutOff, caseFrom }: Instrument,
  score: number,
): Pick<OutcomePoint, 'response' | 'remission'> => ({
  response: baseline >= caseFrom && score * 2 <= baseline,
  remission: baseline >= caseFrom && score < cutOff,
});

/**
 * The trends of a patient. The baseline is the first measurement of its episode. Response is a fall by half or more (for the
 * PHQ-9: Depression Response at Twelve Months, CBE 1885), remission a score below the instrument's cut-off. That only who began
 * as a case can do either, for the PHQ-9 at 10 or more, and that its remission is below 5, is after Psychiatr Serv 2020,
 * doi:10.1176/appi.ps.201900295.
 */
export const outcomeTrends = ({ outcomes, episodes }: Timeline): OutcomeTrend[] => {
  const during = (at: string): string | undefined =>
    episodes.findLast(({ admission, discharge }) => admission.at <= at && (!discharge || at <= discharge.at))
      ?.episodeId;
  const grouped = Map.groupBy(outcomes, ({ instrument, at }) => `${instrument} ${during(at) ?? ''}`);
  return [...grouped.values()].map((own) => {
    const { instrument, score: baseline, at } = own[0]!;
    const definition = instrumentOf(instrument);
    const points = own.map(({ score, subscales, ...when }) => ({
      ...{ at: when.at, day: when.day, eventId: when.eventId, score, subscales },
      severity: severityOf(definition, score),
      change: score - baseline,
      ...comparedTo(baseline, definition, score),
    }));
    const { mostScore, cutOff, bands } = definition;
    return { instrument, episodeId: during(at), baseline, scale: { mostScore, cutOff, bands }, points };
  });
};
