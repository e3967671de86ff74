export type Lag = 'admission' | 'change' | 'discharge' | 'attendance' | 'relapse' | 'errand' | 'correction';

/** How long it takes until a fact is told: minutes as a rule, and days or weeks for some. */
interface Delay {
  readonly prompt: readonly [least: number, most: number];
  /** Each with the share of facts that are at most this prompt; the first that applies. */
  readonly late: readonly { readonly upTo: number; readonly days: readonly [number, number] }[];
}

export const LAGS: Readonly<Record<Lag, Delay>> = {
  admission: {
    prompt: [2, 240],
    late: [
      { upTo: 0.01, days: [14, 35] },
      { upTo: 0.06, days: [1, 7] },
    ],
  },
  change: {
    prompt: [5, 600],
    late: [
      { upTo: 0.01, days: [10, 30] },
      { upTo: 0.06, days: [1, 7] },
    ],
  },
  discharge: {
    prompt: [5, 900],
    late: [
      { upTo: 0.015, days: [21, 56] },
      { upTo: 0.09, days: [2, 12] },
    ],
  },
  // Written down after the session, which lasts at most five hours.
  attendance: {
    prompt: [305, 900],
    late: [
      { upTo: 0.008, days: [14, 45] },
      { upTo: 0.04, days: [1, 10] },
    ],
  },
  relapse: { prompt: [60, 4_000], late: [{ upTo: 0.2, days: [4, 45] }] },
  errand: { prompt: [1, 300], late: [{ upTo: 0.03, days: [1, 5] }] },
  correction: { prompt: [1, 60], late: [] },
};
