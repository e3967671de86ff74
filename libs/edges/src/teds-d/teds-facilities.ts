/** A facility as far as TEDS names one: the state that reported the treatment. */
export interface TedsFacility {
  readonly facilityId: string;
  readonly name: string;
  /** A year is known and no hour, and a state may lie in two zones: its days are counted in UTC. */
  readonly timeZone: 'UTC';
}

/** STFIPS: the FIPS 5-2 codes of the states and territories. */
const STATES: Readonly<Record<string, string>> = {
  ...{ 1: 'Alabama', 2: 'Alaska', 4: 'Arizona', 5: 'Arkansas', 6: 'California', 8: 'Colorado' },
  ...{ 9: 'Connecticut', 10: 'Delaware', 11: 'District of Columbia', 12: 'Florida', 13: 'Georgia' },
  ...{ 15: 'Hawaii', 16: 'Idaho', 17: 'Illinois', 18: 'Indiana', 19: 'Iowa', 20: 'Kansas', 21: 'Kentucky' },
  ...{ 22: 'Louisiana', 23: 'Maine', 24: 'Maryland', 25: 'Massachusetts', 26: 'Michigan', 27: 'Minnesota' },
  ...{ 28: 'Mississippi', 29: 'Missouri', 30: 'Montana', 31: 'Nebraska', 32: 'Nevada', 33: 'New Hampshire' },
  ...{ 34: 'New Jersey', 35: 'New Mexico', 36: 'New York', 37: 'North Carolina', 38: 'North Dakota' },
  ...{
    39: 'Ohio',
    40: 'Oklahoma',
    41: 'Oregon',
    42: 'Pennsylvania',
    44: 'Rhode Island',
    45: 'South Carolina',
  },
  ...{ 46: 'South Dakota', 47: 'Tennessee', 48: 'Texas', 49: 'Utah', 50: 'Vermont', 51: 'Virginia' },
  ...{ 53: 'Washington', 54: 'West Virginia', 55: 'Wisconsin', 56: 'Wyoming', 60: 'American Samoa' },
  ...{ 66: 'Guam', 69: 'Northern Mariana Islands', 72: 'Puerto Rico', 78: 'US Virgin Islands' },
};

const facilityOf = (code: string, state: string): TedsFacility => ({
  facilityId: `teds-state-${code}`,
  name: `TEDS ${state}`,
  timeZone: 'UTC',
});

const FACILITIES = new Map(Object.entries(STATES).map(([code, state]) => [code, facilityOf(code, state)]));

/** All of them, for whoever must show a facility's name. */
export const tedsFacilities: readonly TedsFacility[] = [...FACILITIES.values()];

/** By the state's code, with or without a leading zero. */
export const tedsFacilityOf = (state: string): TedsFacility | undefined =>
  FACILITIES.get(state.trim().replace(/^0/, ''));
