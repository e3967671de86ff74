import { useQuery } from '@tanstack/react-query';
import { measureQuery } from '../../api/queries.ts';
import type { GroupBy, MeasureGroup, Outcome } from '../../api/types.ts';
import { sentence } from '../../format/words.ts';
import { Select } from '../../parts/Fields.tsx';
import { ChartPanel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { scopeOf, useAddress } from '../../url/address.ts';
import { useLabelOf } from './groupLabel.ts';
import { IntervalChart } from './IntervalChart.tsx';
import type { OutcomePanelProps } from './outcomePanel.ts';
import { RateTable } from './RateTable.tsx';

interface Props extends OutcomePanelProps {
  groupings: GroupBy[];
}

export function GroupPanel({ measureId, period, casesLink, groupings }: Props) {
  const { params, change } = useAddress();
  const choices = groupings.filter((each) => each !== 'none');
  const groupBy = choices.find((each) => each === params.get('groupBy')) ?? choices[0] ?? 'facility';
  const labelOf = useLabelOf(groupBy);
  const query = useQuery(measureQuery(measureId, { ...scopeOf(params), ...period, groupBy }));
  const linkTo = ({ key }: MeasureGroup, outcome?: Outcome) => casesLink({ groupBy, group: key, outcome });
  const isEmpty = ({ groups }: { groups: MeasureGroup[] }) => groups.length === 0;
  return (
    <ChartPanel
      title={`By ${sentence(groupBy).toLowerCase()}`}
      note="The dot is the rate, the line its 95 % interval, the dashed line the overall rate. Intervals that overlap may not differ."
      actions={
        <Select
          label="Group by"
          value={groupBy}
          options={choices.map((value) => ({ value, label: sentence(value) }))}
          onChange={(next) => change({ groupBy: next })}
        />
      }
      chart={
        <Answered query={query} tall isEmpty={isEmpty} empty="No cases in this period.">
          {({ groups, overall }) => (
            <IntervalChart groups={groups} overall={overall.rate} labelOf={labelOf} linkTo={linkTo} />
          )}
        </Answered>
      }
      table={
        <Answered query={query} isEmpty={isEmpty}>
          {({ groups }) => (
            <RateTable
              caption={`Rate by ${groupBy}`}
              header={sentence(groupBy)}
              groups={groups}
              labelOf={labelOf}
              linkTo={linkTo}
            />
          )}
        </Answered>
      }
    />
  );
}
