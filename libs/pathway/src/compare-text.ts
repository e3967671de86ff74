/** The order of instants, days and ids, which are texts: negative where `a` comes before `b`, 0 where they are the same. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
