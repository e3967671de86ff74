import type { Period } from '../../url/address.ts';

/** What every panel of the outcomes page is given: the measure, the days, and the way down to the cases. */
export interface OutcomePanelProps {
  measureId: string;
  period: Period;
  casesLink: (patch: Record<string, string | undefined>) => string;
}
