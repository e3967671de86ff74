import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useNavigate } from 'react-router';
import { censusQuery, censusSeriesQuery } from '../../api/queries.ts';
import { addDays, formatDay, today } from '../../format/dates.ts';
import { DateField, Segments } from '../../parts/Fields.tsx';
import { Filters, PeriodFields, ScopeFields } from '../../parts/Filters.tsx';
import { Page } from '../../parts/Page.tsx';
import { ChartPanel, Panel } from '../../parts/Panel.tsx';
import { Answered, Loading } from '../../parts/States.tsx';
import { linkTo, oneOf, periodOf, scopeOf, useAddress } from '../../url/address.ts';
import { CensusFigures } from './CensusFigures.tsx';
import { CensusTable } from './CensusTable.tsx';
import { FacilityBars } from './FacilityBars.tsx';

const CensusChart = lazy(() => import('./CensusChart.tsx'));
const steps = ['week', 'day', 'month'] as const;
const comparedWith = 30;

export function CensusPage() {
  const { params, change } = useAddress();
  const on = params.get('on') || today();
  return (
    <Page title="Census" lead={`Patients in care at the end of ${formatDay(on)}, by level of care.`}>
      <Filters>
        <ScopeFields />
        <DateField label="Census on" value={on} max={today()} onChange={(day) => change({ on: day })} />
      </Filters>
      <Now on={on} />
      <OverTime />
      <ByFacility on={on} />
    </Page>
  );
}

function Now({ on }: { on: string }) {
  const { params } = useAddress();
  const scope = scopeOf(params);
  const now = useQuery(censusQuery({ ...scope, on }));
  const before = useQuery(censusQuery({ ...scope, on: addDays(on, -comparedWith) }));
  return (
    <Panel
      title="Now, by level of care"
      note={`Compared with ${formatDay(addDays(on, -comparedWith))}, 30 days before.`}
    >
      <Answered query={now}>
        {(census) => (
          <CensusFigures
            census={census}
            before={before.isPlaceholderData ? undefined : before.data}
            linkTo={(level) => linkTo('/census/patients', params, { on, level })}
          />
        )}
      </Answered>
    </Panel>
  );
}

function OverTime() {
  const { params, change } = useAddress();
  const navigate = useNavigate();
  const period = periodOf(params, 365);
  const step = oneOf(params.get('step'), steps);
  const series = useQuery(censusSeriesQuery({ ...scopeOf(params), ...period, step }));
  const dayLink = (on: string, level?: string) => linkTo('/census/patients', params, { on, level });
  return (
    <ChartPanel
      title="Over time"
      note="Select a day to see the patients of that day."
      actions={
        <div className="inline-filters">
          <PeriodFields period={period} />
          <Segments
            label="Every"
            value={step}
            options={[
              { value: 'day', label: 'Day' },
              { value: 'week', label: 'Week' },
              { value: 'month', label: 'Month' },
            ]}
            onChange={(next) => change({ step: next })}
          />
        </div>
      }
      chart={
        <Answered query={series} tall isEmpty={({ points }) => points.length === 0}>
          {({ points }) => (
            <Suspense fallback={<Loading tall />}>
              <CensusChart points={points} onDay={(day) => void navigate(dayLink(day))} />
            </Suspense>
          )}
        </Answered>
      }
      table={
        <Answered query={series}>
          {({ points }) => <CensusTable points={points} dayLink={dayLink} />}
        </Answered>
      }
    />
  );
}

function ByFacility({ on }: { on: string }) {
  const { params } = useAddress();
  const census = useQuery(censusQuery({ ...scopeOf(params), on }));
  return (
    <Panel title="By facility" note={`Patients in care at the end of ${formatDay(on)}.`}>
      <Answered query={census} isEmpty={({ facilities }) => facilities.length === 0}>
        {({ facilities }) => (
          <FacilityBars
            facilities={facilities}
            linkTo={(facility) => linkTo('/census/patients', params, { on, facility })}
          />
        )}
      </Answered>
    </Panel>
  );
}
