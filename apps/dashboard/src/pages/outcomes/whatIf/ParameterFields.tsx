import { useId } from 'react';
import type { Measure } from '../../../api/types.ts';
import { Select } from '../../../parts/Fields.tsx';

type Parameters = Measure['parameters'];
type Parameter = Parameters[string];
type Value = Parameter['value'];

interface Props {
  parameters: Parameters;
  given: Given;
  onGiven: (given: Given) => void;
}

/** What is written in the fields, by the names of the parameters. */
export type Given = Readonly<Record<string, string>>;

/** A field for each parameter, with the definition's own value in it. */
export function ParameterFields({ parameters, given, onGiven }: Props) {
  return Object.entries(parameters).map(([name, parameter]) => (
    <ParameterField
      key={name}
      name={name}
      parameter={parameter}
      text={given[name] ?? textOf(parameter.value)}
      onText={(text) => onGiven({ ...given, [name]: text })}
    />
  ));
}

/** The values that are others than the definition's. */
export const changedValues = (parameters: Parameters, given: Given): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([name, text]) => text !== textOf(parameters[name]!.value))
      .map(([name, text]) => [name, valueOf(text, parameters[name]!)]),
  );

const textOf = (value: Value): string => (Array.isArray(value) ? value.join(', ') : String(value));

const valueOf = (text: string, { value }: Parameter): Value => {
  if (typeof value === 'number') return Number(text);
  if (typeof value === 'string') return text;
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
};

interface FieldProps {
  name: string;
  parameter: Parameter;
  text: string;
  onText: (text: string) => void;
}

/** `windowDays` as `Window days`. */
const nameIn = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function ParameterField({ name, parameter, text, onText }: FieldProps) {
  const id = useId();
  const { means, least, most, oneOf, value } = parameter;
  return (
    <div className="parameter">
      {oneOf && typeof value === 'string' ? (
        <Select
          label={nameIn(name)}
          value={text}
          options={oneOf.map((one) => ({ value: one, label: one }))}
          onChange={onText}
        />
      ) : (
        <div className="field">
          <label htmlFor={id}>{nameIn(name)}</label>
          <input
            id={id}
            type={typeof value === 'number' ? 'number' : 'text'}
            value={text}
            min={least}
            max={most}
            required={typeof value === 'number'}
            aria-describedby={`${id}-means`}
            onChange={(event) => onText(event.target.value)}
          />
        </div>
      )}
      <p className="quiet" id={`${id}-means`}>
        {means} The definition has {textOf(value) || 'none'}.
      </p>
    </div>
  );
}
