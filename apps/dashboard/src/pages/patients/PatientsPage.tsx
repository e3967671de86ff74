import { useInfiniteQuery } from '@tanstack/react-query';
import { patientsQuery } from '../../api/queries.ts';
import { Filters } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { SearchField } from '../../parts/SearchField.tsx';
import { Answered } from '../../parts/States.tsx';
import { useAddress } from '../../url/address.ts';
import { PatientTable } from './PatientTable.tsx';

export function PatientsPage() {
  const { params, change } = useAddress();
  const search = params.get('search') ?? '';
  const query = useInfiniteQuery(patientsQuery({ search: search || undefined, limit: 50 }));
  return (
    <Page title="Patients" lead="Find a patient by name or identifier.">
      <Filters>
        <SearchField
          label="Name or identifier"
          value={search}
          onSearch={(text) => change({ search: text }, { replace: true })}
        />
      </Filters>
      <Panel title={search ? `Matching “${search}”` : 'All patients'}>
        <Answered
          query={query}
          isEmpty={({ pages }) => pages[0]?.total === 0}
          empty={`No patient matches “${search}”.`}
        >
          {({ pages }) => {
            const patients = pages.flatMap((page) => page.patients);
            return (
              <>
                <PatientTable patients={patients} caption="Patients" />
                <More shown={patients.length} total={pages[0]?.total ?? 0} query={query} />
              </>
            );
          }}
        </Answered>
      </Panel>
    </Page>
  );
}
