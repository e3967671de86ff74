/** A number, a word or a list of words in a definition that another rule may set otherwise. */
export type ParameterValue = number | string | readonly string[];

export interface Parameter<Value extends ParameterValue = ParameterValue> {
  readonly value: Value;
  readonly means: string;
  /** The bounds of a number. */
  readonly least?: number;
  readonly most?: number;
  /** The words to choose from. */
  readonly oneOf?: readonly string[];
}

export type ParameterSet = Readonly<Record<string, Parameter>>;

/** The values of a set. */
export type Values<Set extends ParameterSet> = {
  readonly [Name in keyof Set]: Set[Name] extends Parameter<infer Value> ? Value : never;
};

/** Values that somebody gives in the place of the definition's own. */
export type Given = Readonly<Record<string, ParameterValue>>;

export const days = (value: number, means: string, least = 0, most = 730): Parameter<number> => ({
  value,
  means,
  least,
  most,
});

export const valuesOf = <Set extends ParameterSet>(set: Set, given: Given = {}): Values<Set> =>
  Object.fromEntries(
    Object.entries(set).map(([name, { value }]) => [name, given[name] ?? value]),
  ) as Values<Set>;

/** What is wrong with values that somebody gives; nothing where they can be used. */
export const faultsOf = (set: ParameterSet, given: Given): { name: string; detail: string }[] =>
  Object.entries(given).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(set, name) ? set[name] : undefined;
    const detail = parameter ? faultOf(parameter, value) : `is none of: ${Object.keys(set).join(', ')}`;
    return detail ? [{ name, detail }] : [];
  });

const faultOf = ({ value, least, most, oneOf }: Parameter, given: ParameterValue): string | undefined => {
  if (typeof value === 'number') {
    const fits = typeof given === 'number' && Number.isInteger(given) && given >= least! && given <= most!;
    return fits ? undefined : `must be a whole number from ${least} to ${most}`;
  }
  if (typeof value === 'string')
    return oneOf!.includes(given as string) ? undefined : `must be one of ${oneOf!.join(', ')}`;
  const isList = Array.isArray(given) && given.every((one) => typeof one === 'string');
  return isList ? undefined : 'must be a list of words';
};
