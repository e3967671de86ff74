import { isDay } from '../../format/dates.ts';
import { useAddress } from '../../url/address.ts';

// The two times of an auditor: what was true on a day, and what was known on a day.

export interface Travel {
  validAt?: string;
  knownAt?: string;
}

export function useTravel() {
  const { params, change } = useAddress();
  const day = (key: keyof Travel) => {
    const value = params.get(key);
    return isDay(value) ? value : undefined;
  };
  return { travel: { validAt: day('validAt'), knownAt: day('knownAt') } as Travel, go: change };
}

/** Days go as days: when one of them ends, the calendar of the installation says. */
export const pathwayQuestion = ({ validAt, knownAt }: Travel) => ({ validAt, knownAt });

export const isKnownBy = (recordedAt: string, knownAt: string | undefined): boolean =>
  knownAt === undefined || recordedAt.slice(0, 10) <= knownAt;
