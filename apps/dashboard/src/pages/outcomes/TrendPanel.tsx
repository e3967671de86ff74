import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useNavigate } from 'react-router';
import { measureQuery } from '../../api/queries.ts';
import { formatMonth } from '../../format/dates.ts';
import { ChartPanel } from '../../parts/Panel.tsx';
import { Answered, Loading } from '../../parts/States.tsx';
import { scopeOf, useAddress } from '../../url/address.ts';
import { CsvLink, PublishLink } from './CsvLink.tsx';
import type { OutcomePanelProps } from './outcomePanel.ts';
import { RateTable } from './RateTable.tsx';

const TrendChart = lazy(() => import('./TrendChart.tsx'));

export function TrendPanel({ measureId, period, casesLink }: OutcomePanelProps) {
  const { params } = useAddress();
  const navigate = useNavigate();
  const question = { ...scopeOf(params), ...period, groupBy: 'month' } as const;
  const query = useQuery(measureQuery(measureId, question));
  const monthLink = (month: string, outcome?: string) =>
    casesLink({ groupBy: 'month', group: month, outcome });
  return (
    <ChartPanel
      title="By month of the index event"
      note="The band is the 95 % interval; the fewer the cases, the wider. Select a month to see its cases."
      actions={
        <>
          <CsvLink path={`/v1/measures/${measureId}`} question={question} />
          <PublishLink measureId={measureId} question={question} />
        </>
      }
      chart={
        <Answered
          query={query}
          tall
          isEmpty={({ groups }) => groups.length === 0}
          empty="No cases in this period."
        >
          {({ groups, overall }) => (
            <Suspense fallback={<Loading tall />}>
              <TrendChart
                groups={groups}
                overall={overall.rate}
                onMonth={(month) => void navigate(monthLink(month))}
              />
            </Suspense>
          )}
        </Answered>
      }
      table={
        <Answered query={query}>
          {({ groups }) => (
            <RateTable
              caption="Rate by month"
              header="Month"
              groups={groups}
              labelOf={({ key }) => formatMonth(key)}
              linkTo={({ key }, outcome) => monthLink(key, outcome)}
            />
          )}
        </Answered>
      }
    />
  );
}
