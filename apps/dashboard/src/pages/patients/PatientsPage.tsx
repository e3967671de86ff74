import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { patientsQuery } from '../../api/queries.ts';
import { Filters } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { useAddress } from '../../url/address.ts';
import { PatientTable } from './PatientTable.tsx';

const pause = 250;

export function PatientsPage() {
  const { params, change } = useAddress();
  const search = params.get('search') ?? '';
  const query = useInfiniteQuery(patientsQuery({ search: search || undefined, limit: 50 }));
  return (
    <Page title="Patients" lead="Find a patient by name or identifier.">
      <Filters>
        <SearchField value={search} onSearch={(text) => change({ search: text }, { replace: true })} />
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

function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const id = useId();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // Going back changes the address under the field; its own searches must not overwrite what is being typed.
    if (value !== sent.current) setText((sent.current = value));
  }, [value]);
  useEffect(() => {
    if (text.trim() === sent.current) return undefined;
    const timer = setTimeout(() => onSearch((sent.current = text.trim())), pause);
    return () => clearTimeout(timer);
  });
  return (
    <div className="field wide">
      <label htmlFor={id}>Name or identifier</label>
      <input
        id={id}
        type="search"
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
