import { useQuery } from '@tanstack/react-query';
import { directoryQuery } from './queries.ts';

/** A program's facility in words: names like “Intensive outpatient” are used by many. */
export function useProgramFacility(): (programId: string) => string | undefined {
  const { data } = useQuery(directoryQuery);
  return (id) =>
    data?.facilities.find(({ programs }) => programs.some(({ programId }) => programId === id))?.name;
}

/** A payer's name by its id; the id itself where it is not known. */
export function usePayerName(): (payerId: string) => string {
  const { data } = useQuery(directoryQuery);
  return (id) => data?.payers.find(({ payerId }) => payerId === id)?.name ?? id;
}

/** A facility's name by its id; the id itself while the directory is on its way, or when it does not know it. */
export function useFacilityName(): (facilityId: string) => string {
  const { data } = useQuery(directoryQuery);
  return (id) => data?.facilities.find(({ facilityId }) => facilityId === id)?.name ?? id;
}
