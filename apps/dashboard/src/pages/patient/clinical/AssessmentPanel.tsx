import type { Pathway } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { formatSigned, sentence } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { ChartPanel } from '../../../parts/Panel.tsx';
import { EventLink } from './EventLink.tsx';
import { ScoreChart } from './ScoreChart.tsx';
import { verdictOf, type ScorePoint, type Trend } from './scores.ts';

interface Row extends ScorePoint {
  instrument: string;
}

const columns: Column<Row>[] = [
  {
    key: 'instrument',
    header: 'Instrument',
    cell: ({ instrument }) => instrument,
    sortBy: ({ instrument }) => instrument,
  },
  {
    key: 'day',
    header: 'Measured',
    cell: ({ day, eventId }) => (
      <span className="nowrap">
        <EventLink eventId={eventId}>{formatDay(day)}</EventLink>
      </span>
    ),
    sortBy: ({ at }) => at,
  },
  { key: 'score', header: 'Score', numeric: true, cell: ({ score }) => score, sortBy: ({ score }) => score },
  { key: 'severity', header: 'Severity', cell: ({ severity }) => sentence(severity) },
  {
    key: 'change',
    header: 'Since the first',
    numeric: true,
    cell: ({ change }) => formatSigned(change),
    sortBy: ({ change }) => change,
  },
  { key: 'verdict', header: 'Verdict', cell: (point) => verdictOf(point) || '–' },
];

const keyOf = ({ instrument, episodeId, points }: Trend): string =>
  [instrument, episodeId, points[0]?.eventId].join(' ');

/** How each instrument's scores went in each episode: lower is better in all of them. */
export function AssessmentPanel({ pathway: { outcomes } }: { pathway: Pathway }) {
  return (
    <ChartPanel
      title="Assessments"
      note="Scores over time, lower is better. The dashed line is the cut-off below which the instrument speaks of remission."
      chart={
        <div className="score-charts">
          {outcomes.map((trend) => (
            <ScoreChart key={keyOf(trend)} trend={trend} />
          ))}
        </div>
      }
      table={
        <DataTable
          caption="Assessments"
          columns={columns}
          rows={outcomes.flatMap(({ instrument, points }) =>
            points.map((point) => ({ ...point, instrument })),
          )}
          rowKey={({ eventId }) => eventId}
        />
      }
    />
  );
}
