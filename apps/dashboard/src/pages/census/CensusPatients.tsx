import { useInfiniteQuery } from '@tanstack/react-query';
import { censusPatientsQuery } from '../../api/queries.ts';
import { formatDay, today } from '../../format/dates.ts';
import { isLevel, levelOf, levels } from '../../levels/levels.ts';
import { DateField, Select } from '../../parts/Fields.tsx';
import { Filters, ScopeFields } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { linkTo, scopeOf, useAddress } from '../../url/address.ts';
import { PatientTable } from '../patients/PatientTable.tsx';

export function CensusPatients() {
  const { params, change } = useAddress();
  const on = params.get('on') || today();
  const asked = params.get('level');
  const level = isLevel(asked) ? asked : undefined;
  const query = useInfiniteQuery(censusPatientsQuery({ ...scopeOf(params), on, level, limit: 50 }));
  const where = level ? `in ${levelOf(level).name.toLowerCase()}` : 'in care';
  return (
    <Page
      title={`Patients ${where}`}
      lead={`At the end of ${formatDay(on)}.`}
      up={{ to: linkTo('/', params, { on }), name: 'Census' }}
    >
      <Filters>
        <ScopeFields />
        <Select
          label="Level of care"
          value={level ?? ''}
          options={[
            { value: '', label: 'All' },
            ...levels.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(next) => change({ level: next })}
        />
        <DateField label="Census on" value={on} max={today()} onChange={(day) => change({ on: day })} />
      </Filters>
      <Panel title="Patients">
        <Answered
          query={query}
          isEmpty={({ pages }) => pages[0]?.total === 0}
          empty="Nobody was in care that day under these filters."
        >
          {({ pages }) => {
            const patients = pages.flatMap((page) => page.patients);
            return (
              <>
                <PatientTable patients={patients} caption={`Patients ${where}`} />
                <More shown={patients.length} total={pages[0]?.total ?? 0} query={query} />
              </>
            );
          }}
        </Answered>
      </Panel>
    </Page>
  );
}
