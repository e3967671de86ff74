/** Fields by their place, such as `{ 'PV1-2': 'I' }`; null leaves the field out. */
export type Fields = Readonly<Record<string, string | null>>;

const USUAL: Fields = {
  'MSH-3': 'HIS',
  'MSH-4': 'NORTH',
  'MSH-5': 'STEPWELL',
  'MSH-6': 'NETWORK',
  'MSH-7': '20260302120851',
  'MSH-10': 'm1',
  'MSH-11': 'P',
  'MSH-12': '2.5.1',
  'EVN-2': '20260302120800',
  'PID-3': '4711^^^NORTH^MR',
  'PID-5': 'Doe^Jane^Q',
  'PID-7': '19890118',
  'PID-8': 'F',
  'PV1-2': 'I',
  'PV1-3': '3E^324^01',
  'PV1-19': 'V1',
};

/** An ADT message with the usual fields and these. */
export const adt = (trigger: string, fields: Fields = {}): string => {
  const all = { ...USUAL, 'MSH-9': `ADT^${trigger}`, ...fields };
  const segments = Map.groupBy(Object.entries(all), ([place]) => place.split('-')[0]!);
  return [...segments].map(([name, places]) => segment(name, places)).join('\r') + '\r';
};

const segment = (name: string, places: readonly (readonly [string, string | null])[]): string => {
  const values: string[] = [name];
  // MSH-1 is the separator itself, so that MSH-2 is the first value after the name.
  const shift = name === 'MSH' ? 1 : 0;
  if (shift) values[1] = '^~\\&';
  for (const [place, value] of places) values[Number(place.split('-')[1]) - shift] = value ?? '';
  return Array.from(values, (value) => value ?? '').join('|');
};
