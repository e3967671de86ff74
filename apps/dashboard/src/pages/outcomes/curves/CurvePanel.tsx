import { useQuery } from '@tanstack/react-query';
import { curveQuery } from '../../../api/queries.ts';
import type { CurveAnswer, Measure, Outcome } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { Select } from '../../../parts/Fields.tsx';
import { ChartPanel } from '../../../parts/Panel.tsx';
import { Answered } from '../../../parts/States.tsx';
import { knownOnIn, scopeOf, useAddress } from '../../../url/address.ts';
import { CsvLink } from '../CsvLink.tsx';
import { GroupBySelect, groupByIn } from '../GroupBySelect.tsx';
import { useLabelOf } from '../groupLabel.ts';
import type { OutcomePanelProps } from '../outcomePanel.ts';
import { CurveChart } from './CurveChart.tsx';
import { CurveLegend } from './CurveLegend.tsx';
import { CurveSummary } from './CurveSummary.tsx';
import { CurveTable } from './CurveTable.tsx';
import { LogRankLine } from './LogRankLine.tsx';
import { groupSeries, wholeSeries, type Series } from './series.ts';
import { spanIn, spans } from './span.ts';
import { useDrawn } from './useDrawn.ts';

interface Props extends Omit<OutcomePanelProps, 'measureId'> {
  measure: Measure;
}

export function CurvePanel({ measure, period, casesLink }: Props) {
  const { params, change } = useAddress();
  const groupBy = groupByIn(params, measure);
  const days = spanIn(params);
  const knownAt = knownOnIn(params);
  const labelOf = useLabelOf(groupBy);
  const question = { ...scopeOf(params), ...period, groupBy, days, knownAt };
  const query = useQuery(curveQuery(measure.id, question));
  const seriesOf = (answer: CurveAnswer) =>
    answer.groupBy === 'none' ? wholeSeries(answer) : groupSeries(answer, labelOf);
  const { drawnOf, toggle } = useDrawn(groupBy);
  const linkTo = ({ key }: Series, patch: { outcome?: Outcome; eventDay?: string }) =>
    casesLink({ ...(key ? { groupBy, group: key } : {}), days: String(days), knownAt, ...patch });
  const isEmpty = ({ overall }: CurveAnswer) => overall.subjects === 0;
  const empty = 'No cases in this period.';
  return (
    <ChartPanel
      title={knownAt ? `Kaplan–Meier curve as known on ${formatDay(knownAt)}` : 'Kaplan–Meier curve'}
      note="The share without the event by days since the index day. The band is the 95 % interval (log-minus-log)."
      actions={
        <>
          <GroupBySelect measure={measure} groupBy={groupBy} onChange={(next) => change({ groupBy: next })} />
          <Select
            label="Follow for"
            value={String(days)}
            options={spans
              .toSorted((a, b) => Number(a) - Number(b))
              .map((value) => ({ value, label: `${value} days` }))}
            onChange={(next) => change({ days: next })}
          />
          <CsvLink path={`/v1/measures/${measure.id}/curve`} question={question} />
        </>
      }
      chart={
        <Answered query={query} tall isEmpty={isEmpty} empty={empty}>
          {(answer) => {
            const all = seriesOf(answer);
            const drawn = drawnOf(all);
            return (
              <>
                <CurveChart
                  series={all.filter(({ key }) => drawn.has(key))}
                  days={answer.days}
                  event={measure.title.toLowerCase()}
                />
                {all.length > 1 ? (
                  <CurveLegend all={all} drawn={drawn} onToggle={(key) => toggle(all, key)} />
                ) : null}
                <LogRankLine logRank={answer.logRank} />
                <CurveSummary series={all} linkTo={linkTo} />
              </>
            );
          }}
        </Answered>
      }
      table={
        <Answered query={query} isEmpty={isEmpty} empty={empty}>
          {(answer) => (
            <>
              <CurveTable series={seriesOf(answer)} linkTo={linkTo} />
              <LogRankLine logRank={answer.logRank} />
            </>
          )}
        </Answered>
      }
    />
  );
}
