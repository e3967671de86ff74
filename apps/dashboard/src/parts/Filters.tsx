import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { directoryQuery } from '../api/queries.ts';
import type { Directory } from '../api/types.ts';
import { addDays, today } from '../format/dates.ts';
import { scopeOf, useAddress, type Period } from '../url/address.ts';
import { DateField, Select } from './Fields.tsx';

export function Filters({ children }: { children?: ReactNode }) {
  return (
    <form className="filters" role="search" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  );
}

const all = { value: '', label: 'All' };

/** Facility, program and payer: kept from page to page. */
export function ScopeFields({ payer = true }: { payer?: boolean }) {
  const { data } = useQuery(directoryQuery);
  const { params, change } = useAddress();
  const scope = scopeOf(params);
  const facilities = data?.facilities.map((each) => ({ value: each.facilityId, label: each.name })) ?? [];
  const payers = data?.payers.map((each) => ({ value: each.payerId, label: each.name })) ?? [];
  const set = (key: string) => (value: string) => change({ [key]: value });
  return (
    <>
      <Select
        label="Facility"
        value={scope.facility ?? ''}
        options={[all, ...facilities]}
        onChange={(facility) => change({ facility, program: undefined })}
      />
      <Select
        label="Program"
        value={scope.program ?? ''}
        options={[all, ...programOptions(data, scope.facility)]}
        onChange={set('program')}
      />
      {payer ? (
        <Select label="Payer" value={scope.payer ?? ''} options={[all, ...payers]} onChange={set('payer')} />
      ) : null}
    </>
  );
}

function programOptions(directory: Directory | undefined, facility: string | undefined) {
  const offered = directory?.facilities.filter((each) => !facility || each.facilityId === facility) ?? [];
  return offered.flatMap(({ programs, name: at }) =>
    programs.map(({ programId, name }) => ({ value: programId, label: facility ? name : `${name} · ${at}` })),
  );
}

const spans = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: '1 year' },
  { days: 730, label: '2 years' },
];

export function PeriodFields({ period: { from, to } }: { period: Period }) {
  const { change } = useAddress();
  return (
    <div className="period">
      <DateField label="From" value={from} max={to} onChange={(day) => change({ from: day })} />
      <DateField label="To" value={to} min={from} onChange={(day) => change({ to: day })} />
      <div className="presets" role="group" aria-label="Last">
        {spans.map(({ days, label }) => {
          const start = addDays(today(), -days);
          const chosen = from === start && to === today();
          return (
            <button
              key={days}
              type="button"
              aria-pressed={chosen}
              onClick={() => change({ from: start, to: today() })}
            >
              {label}
            </button>
          );
        })}
      </div>
    </div>
  );
}
