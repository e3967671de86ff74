import { useQuery } from '@tanstack/react-query';
import { curveQuery } from '../../../api/queries.ts';
import type { CurveAnswer, GroupBy, Measure, Outcome } from '../../../api/types.ts';
import { sentence } from '../../../format/words.ts';
import { Select } from '../../../parts/Fields.tsx';
import { ChartPanel } from '../../../parts/Panel.tsx';
import { Answered } from '../../../parts/States.tsx';
import { oneOf, scopeOf, useAddress } from '../../../url/address.ts';
import { CsvLink } from '../CsvLink.tsx';
import { useLabelOf } from '../groupLabel.ts';
import type { OutcomePanelProps } from '../outcomePanel.ts';
import { CurveChart } from './CurveChart.tsx';
import { CurveLegend } from './CurveLegend.tsx';
import { CurveSummary } from './CurveSummary.tsx';
import { CurveTable } from './CurveTable.tsx';
import { LogRankLine } from './LogRankLine.tsx';
import { groupSeries, wholeSeries, type Series } from './series.ts';
import { useDrawn } from './useDrawn.ts';

interface Props extends Omit<OutcomePanelProps, 'measureId'> {
  measure: Measure;
}

const spans = ['365', '30', '90', '180', '730'] as const;

export function CurvePanel({ measure, period, casesLink }: Props) {
  const { params, change } = useAddress();
  const groupBy = measure.groupings.find((each) => each === params.get('groupBy')) ?? 'none';
  const span = oneOf(params.get('days'), spans);
  const labelOf = useLabelOf(groupBy);
  const question = { ...scopeOf(params), ...period, groupBy, days: Number(span) };
  const query = useQuery(curveQuery(measure.id, question));
  const seriesOf = (answer: CurveAnswer) =>
    answer.groupBy === 'none' ? wholeSeries(answer) : groupSeries(answer, labelOf);
  const { drawnOf, toggle } = useDrawn(groupBy);
  const linkTo = ({ key }: Series, patch: { outcome?: Outcome; eventDay?: string }) =>
    casesLink({ ...(key ? { groupBy, group: key } : {}), days: span, ...patch });
  const isEmpty = ({ overall }: CurveAnswer) => overall.subjects === 0;
  const empty = 'No cases in this period.';
  return (
    <ChartPanel
      title="Kaplan–Meier curve"
      note="The share without the event by days since the index day. The band is the 95 % interval (log-minus-log)."
      actions={
        <>
          <Groups measure={measure} groupBy={groupBy} onChange={(next) => change({ groupBy: next })} />
          <Select
            label="Follow for"
            value={span}
            options={spans
              .toSorted((a, b) => Number(a) - Number(b))
              .map((value) => ({ value, label: `${value} days` }))}
            onChange={(days) => change({ days })}
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

interface GroupsProps {
  measure: Measure;
  groupBy: GroupBy;
  onChange: (groupBy: GroupBy) => void;
}

function Groups({ measure, groupBy, onChange }: GroupsProps) {
  const options = measure.groupings.map((value) => ({
    value,
    label: value === 'none' ? 'All together' : sentence(value),
  }));
  return <Select label="Group by" value={groupBy} options={options} onChange={onChange} />;
}
