/** Age bands as SAMHSA's TEDS reports group them. */
export const AGE_BANDS = ['0-11', '12-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export const ageBand = (age: number): AgeBand => {
  const upper = [11, 17, 24, 34, 44, 54, 64];
  const band = upper.findIndex((last) => age <= last);
  return AGE_BANDS[band < 0 ? AGE_BANDS.length - 1 : band]!;
};
