import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useProgramFacility } from '../../api/directory.ts';
import { programWeeksQuery } from '../../api/queries.ts';
import type { Policy } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { Segments } from '../../parts/Fields.tsx';
import { Filters, PeriodFields } from '../../parts/Filters.tsx';
import { Page } from '../../parts/Page.tsx';
import { ChartPanel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { lastDayOf, linkTo, oneOf, periodOf, useAddress } from '../../url/address.ts';
import { AssessmentTrend } from './assessments/AssessmentTrend.tsx';
import { policyWords } from './heat.ts';
import { HeatLegend } from './HeatLegend.tsx';
import { PatientHeat } from './PatientHeat.tsx';
import { orderPatients, orders } from './patientOrder.ts';
import { ProgramFigures } from './ProgramFigures.tsx';
import { ProgramTerms } from './ProgramTerms.tsx';
import { PatientWeekTable } from './PatientWeekTable.tsx';
import { Sessions } from './Sessions.tsx';
import { Waitlist } from './Waitlist.tsx';
import { countedOf } from './weekCases.ts';
import { WeekCases } from './WeekCases.tsx';

export function ProgramPage() {
  const { programId = '' } = useParams();
  const { params, change } = useAddress();
  const order = oneOf(params.get('order'), orders);
  const period = periodOf(params, 84);
  const on = lastDayOf(period);
  const query = useQuery(programWeeksQuery(programId, period));
  const facility = useProgramFacility()(programId);
  const isEmpty = ({ patients }: { patients: unknown[] }) => patients.length === 0;
  const empty = 'Nobody was in this program in this period.';
  return (
    <Page
      title={query.data?.name ?? 'Program'}
      lead={`${facility ? `${facility}. ` : ''}Weekly hours from ${formatDay(period.from)} to ${formatDay(period.to)}.`}
      up={{ to: linkTo('/programs', params, { ...period }), name: 'Programs' }}
    >
      <Filters>
        <PeriodFields period={period} />
      </Filters>
      <div className="stack">
        <ProgramFigures programId={programId} patients={query.data?.patients ?? []} on={on} />
        <ProgramTerms programId={programId} on={on} />
        <WeekCases patients={query.data?.patients ?? []} counted={oneOf(params.get('counted'), countedOf)} />
        <Sessions programId={programId} on={on} />
        <Waitlist programId={programId} on={on} />
        <ChartPanel
          title="Hours by patient and week"
          note={<Policies policies={query.data?.policies ?? []} />}
          actions={
            <Segments
              label="Order by"
              value={order}
              options={[
                { value: 'name', label: 'Name' },
                { value: 'missed', label: 'Weeks missed' },
                { value: 'no-shows', label: 'No-shows' },
              ]}
              onChange={(next) => change({ order: next === 'name' ? undefined : next })}
            />
          }
          chart={
            <Answered query={query} tall isEmpty={isEmpty} empty={empty}>
              {({ patients }) => (
                <>
                  <PatientHeat patients={orderPatients(patients, order)} />
                  <HeatLegend unit="of the required hours" prorated />
                </>
              )}
            </Answered>
          }
          table={
            <Answered query={query} isEmpty={isEmpty} empty={empty}>
              {({ patients }) => <PatientWeekTable patients={patients} />}
            </Answered>
          }
        />
        <AssessmentTrend programId={programId} period={period} />
      </div>
    </Page>
  );
}

function Policies({ policies }: { policies: Policy[] }) {
  if (policies.length === 0) return <>No hours policy: hours are shown without a requirement.</>;
  return <>Hours policy: {policies.map(policyWords).join('; ')}.</>;
}
