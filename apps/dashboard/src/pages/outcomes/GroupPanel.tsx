import { useQuery } from '@tanstack/react-query';
import { measureQuery } from '../../api/queries.ts';
import type { GroupBy, MeasureGroup, Outcome } from '../../api/types.ts';
import { sentence } from '../../format/words.ts';
import { Select } from '../../parts/Fields.tsx';
import { ChartPanel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { scopeOf, useAddress } from '../../url/address.ts';
import { useLabelOf } from './groupLabel.ts';
import { CsvLink, PublishLink } from './CsvLink.tsx';
import { IntervalChart } from './IntervalChart.tsx';
import type { OutcomePanelProps } from './outcomePanel.ts';
import { RateTable } from './RateTable.tsx';

interface Props extends OutcomePanelProps {
  groupBy: GroupBy;
  groupings: GroupBy[];
}

export function GroupPanel({ measureId, period, casesLink, groupBy, groupings }: Props) {
  const { params, change } = useAddress();
  const labelOf = useLabelOf(groupBy);
  const question = { ...scopeOf(params), ...period, groupBy };
  const query = useQuery(measureQuery(measureId, question));
  const linkTo = ({ key }: MeasureGroup, outcome?: Outcome) => casesLink({ groupBy, group: key, outcome });
  const isEmpty = ({ groups }: { groups: MeasureGroup[] }) => groups.length === 0;
  return (
    <ChartPanel
      title={`By ${sentence(groupBy).toLowerCase()}`}
      note="The dot is the rate, the line its 95 % interval, the dashed line the overall rate. Intervals that overlap may not differ."
      actions={
        <>
          <Select
            label="Group by"
            value={groupBy}
            options={groupings.map((value) => ({ value, label: sentence(value) }))}
            onChange={(next) => change({ groupBy: next })}
          />
          <CsvLink path={`/v1/measures/${measureId}`} question={question} />
          <PublishLink measureId={measureId} question={question} />
        </>
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
