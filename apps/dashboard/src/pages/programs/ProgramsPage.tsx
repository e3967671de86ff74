import { useQuery } from '@tanstack/react-query';
import { attendanceQuery } from '../../api/queries.ts';
import { addDays } from '../../format/dates.ts';
import { Segments } from '../../parts/Fields.tsx';
import { Filters, PeriodFields, ScopeFields } from '../../parts/Filters.tsx';
import { Page } from '../../parts/Page.tsx';
import { ChartPanel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { lastDayOf, linkTo, oneOf, periodOf, scopeOf, useAddress } from '../../url/address.ts';
import { HeatLegend } from './HeatLegend.tsx';
import { Occupancy } from './Occupancy.tsx';
import { ProgramHeat } from './ProgramHeat.tsx';
import { ProgramTable } from './ProgramTable.tsx';

const shows = ['policy', 'all'] as const;

export function ProgramsPage() {
  const { params, change } = useAddress();
  const show = oneOf(params.get('show'), shows);
  const period = periodOf(params, 84);
  const query = useQuery({
    ...attendanceQuery({ ...scopeOf(params), ...period }),
    select: ({ programs }) => ({
      programs: show === 'all' ? [...programs] : programs.filter(({ policies }) => policies.length > 0),
    }),
  });
  const programLink = (programId: string, weekOf?: string) =>
    linkTo(
      `/programs/${encodeURIComponent(programId)}`,
      params,
      weekOf ? { from: weekOf, to: addDays(weekOf, 6) } : { ...period },
    );
  const isEmpty = ({ programs }: { programs: unknown[] }) => programs.length === 0;
  const empty = 'No program with attendance in this period under these filters.';
  return (
    <Page
      title="Programs"
      lead="How full each program is, who waits for it, and the hours attended against the hours policy in force that week."
    >
      <Filters>
        <ScopeFields />
        <PeriodFields period={period} />
        <Segments
          label="Hours of programs"
          value={show}
          options={[
            { value: 'policy', label: 'With an hours policy' },
            { value: 'all', label: 'All' },
          ]}
          onChange={(next) => change({ show: next === 'all' ? next : undefined })}
        />
      </Filters>
      <Occupancy on={lastDayOf(period)} programLink={programLink} />
      <ChartPanel
        title="Patients who met their program's hours, by week"
        note="Share of the week's patients. A week cut short by admission, discharge or leave is pro-rated. Select a program or a week to see its patients."
        chart={
          <Answered query={query} tall isEmpty={isEmpty} empty={empty}>
            {({ programs }) => (
              <>
                <ProgramHeat programs={programs} programLink={programLink} />
                <HeatLegend unit="of patients met the hours" />
              </>
            )}
          </Answered>
        }
        table={
          <Answered query={query} isEmpty={isEmpty} empty={empty}>
            {({ programs }) => <ProgramTable programs={programs} programLink={programLink} />}
          </Answered>
        }
      />
    </Page>
  );
}
