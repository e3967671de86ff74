import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { measuresQuery } from '../../api/queries.ts';
import type { Measure } from '../../api/types.ts';
import { Select } from '../../parts/Fields.tsx';
import { Filters, PeriodFields, ScopeFields } from '../../parts/Filters.tsx';
import { Page } from '../../parts/Page.tsx';
import { Answered } from '../../parts/States.tsx';
import { linkTo, periodOf, scopeOf, useAddress, type Period } from '../../url/address.ts';
import { CurvePanel } from './curves/CurvePanel.tsx';
import { spanIn } from './curves/span.ts';
import { GroupPanel } from './GroupPanel.tsx';
import { Changes, KnownPanel, KnownRates } from './known/KnownPanel.tsx';
import { Definition, Overall } from './Overall.tsx';
import { TrendPanel } from './TrendPanel.tsx';

const usual = 'readmission-30';

export function OutcomesPage() {
  const { measureId = usual } = useParams();
  const { params } = useAddress();
  const navigate = useNavigate();
  const period = periodOf(params, 365);
  const measures = useQuery(measuresQuery);
  const choose = (id: string) =>
    void navigate({ pathname: `/outcomes/${encodeURIComponent(id)}`, search: params.toString() });
  const chosen = measures.data?.measures.find(({ id }) => id === measureId);
  const lead =
    chosen?.kind === 'time-to-event'
      ? 'A case without the event counts for as long as it was followed, and then no more.'
      : 'Each rate carries its 95 % interval (Wilson). A case whose window is still open counts in neither part.';
  return (
    <Page title={chosen?.title ?? 'Outcomes'} lead={lead}>
      <Filters>
        <MeasureField measures={measures.data?.measures ?? []} value={measureId} onChange={choose} />
        <ScopeFields />
        <PeriodFields period={period} />
      </Filters>
      <Answered query={measures}>
        {(list) => (
          <Outcome
            measure={list.measures.find(({ id }) => id === measureId)}
            measureId={measureId}
            period={period}
          />
        )}
      </Answered>
    </Page>
  );
}

interface MeasureFieldProps {
  measures: Measure[];
  value: string;
  onChange: (id: string) => void;
}

function MeasureField({ measures, value, onChange }: MeasureFieldProps) {
  const options = measures.map(({ id, title, family }) => ({ value: id, label: title, family }));
  const known = measures.some(({ id }) => id === value);
  return (
    <div className="wide">
      <Select
        label="Measure"
        value={value}
        options={known ? options : [{ value, label: value }, ...options]}
        onChange={onChange}
      />
    </div>
  );
}

interface OutcomeProps {
  measure: Measure | undefined;
  measureId: string;
  period: Period;
}

function Outcome({ measure, measureId, period }: OutcomeProps) {
  const { params } = useAddress();
  const casesLink = (patch: Record<string, string | undefined>) =>
    linkTo(`/outcomes/${encodeURIComponent(measureId)}/cases`, params, { ...period, ...patch });
  const whatIfLink = linkTo(`/outcomes/${encodeURIComponent(measureId)}/what-if`, params, {
    ...period,
    groupBy: params.get('groupBy') ?? undefined,
  });
  if (measure?.kind === 'time-to-event')
    return (
      <div className="stack">
        <CurvePanel measure={measure} period={period} casesLink={casesLink} />
        <KnownPanel>
          {(knownOn) => (
            <div className="stack">
              <p>The curve above is the one of that day, and so are its cases.</p>
              <Changes
                measureId={measureId}
                question={{ ...scopeOf(params), ...period, knownAt: knownOn, days: spanIn(params) }}
              />
            </div>
          )}
        </KnownPanel>
        <Definition measure={measure} whatIfLink={whatIfLink} />
      </div>
    );
  const shared = { measureId, period, casesLink };
  const groupings = (measure?.groupings ?? ['facility']).filter((each) => each !== 'none');
  const groupBy = groupings.find((each) => each === params.get('groupBy')) ?? groupings[0] ?? 'facility';
  return (
    <div className="stack">
      <Overall {...shared} />
      <TrendPanel {...shared} />
      <GroupPanel {...shared} groupBy={groupBy} groupings={groupings} />
      <KnownPanel>{(knownOn) => <KnownRates {...shared} groupBy={groupBy} knownOn={knownOn} />}</KnownPanel>
      {measure ? <Definition measure={measure} whatIfLink={whatIfLink} /> : null}
    </div>
  );
}
