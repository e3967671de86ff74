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

/** Whether a fact had been recorded by an instant, such as the one that an answer says a chosen day ends at; always by none. */
export const isKnownBy = (recordedAt: string, knownAt: string | null): boolean =>
  knownAt === null || recordedAt <= knownAt;
