import { useQuery } from '@tanstack/react-query';
import { directoryQuery } from './queries.ts';

/** A program's facility in words: names like “Intensive outpatient” are used by many. */
export function useProgramFacility(): (programId: string) => string | undefined {
  const { data } = useQuery(directoryQuery);
  return (id) =>
    data?.facilities.find(({ programs }) => programs.some(({ programId }) => programId === id))?.name;
}

/** A program with its facility in words, or the facility alone; ids where the directory does not know them. */
export function usePlaceName(): (place: { facilityId: string; programId?: string | null }) => string {
  const { data } = useQuery(directoryQuery);
  return ({ facilityId, programId }) => {
    const facility = data?.facilities.find((one) => one.facilityId === facilityId);
    const program = facility?.programs.find((one) => one.programId === programId)?.name ?? programId;
    return [program, facility?.name ?? facilityId].filter(Boolean).join(', ');
  };
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
