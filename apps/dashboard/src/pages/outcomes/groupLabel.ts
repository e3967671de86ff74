import { useQuery } from '@tanstack/react-query';
import { useProgramFacility } from '../../api/directory.ts';
import { directoryQuery } from '../../api/queries.ts';
import type { Directory, GroupBy } from '../../api/types.ts';
import { formatMonth } from '../../format/dates.ts';
import { levelOf } from '../../levels/levels.ts';

/** The group's name, for a page that was reached with its key only. */
export function useGroupLabel(groupBy: GroupBy, key: string | undefined): string | undefined {
  const { data } = useQuery(directoryQuery);
  if (key === undefined || groupBy === 'none') return undefined;
  if (groupBy === 'month') return formatMonth(key);
  if (groupBy === 'level') return levelOf(key).name;
  return (data && nameIn(data, key)) ?? key;
}

/** The names of the groups that an answer gives, with a label or by their keys alone; a program's with its facility. */
export function useLabelOf(groupBy: GroupBy): (group: { key: string; label?: string }) => string {
  const programFacility = useProgramFacility();
  const { data } = useQuery(directoryQuery);
  return ({ key, label: given }) => {
    const label = given ?? (data && nameIn(data, key)) ?? key;
    if (groupBy === 'level') return levelOf(key).name;
    if (groupBy === 'program') return [label, programFacility(key)].filter(Boolean).join(' · ');
    return groupBy === 'month' ? formatMonth(key) : label;
  };
}

function nameIn({ facilities, payers }: Directory, key: string): string | undefined {
  const program = facilities.flatMap(({ programs }) => programs).find(({ programId }) => programId === key);
  const facility = facilities.find(({ facilityId }) => facilityId === key);
  const payer = payers.find(({ payerId }) => payerId === key);
  return program?.name ?? facility?.name ?? payer?.name;
}
