import { useId, useState, type ReactNode } from 'react';

interface SelectProps<T extends string> {
  label: string;
  value: T;
  /** Those with the same `family`, which follow one another, stand under its name. */
  options: readonly { value: T; label: string; family?: string }[];
  onChange: (value: T) => void;
}

export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {[...Map.groupBy(options, ({ family }) => family)].map(([family, some]) =>
          family === undefined ? (
            <Options key="" options={some} />
          ) : (
            <optgroup key={family} label={family}>
              <Options options={some} />
            </optgroup>
          ),
        )}
      </select>
    </div>
  );
}

function Options({ options }: { options: readonly { value: string; label: string }[] }) {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}

interface DateFieldProps {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}

/** Tells of a day once it is whole: while a year is being typed the input holds years like 0002. */
export function DateField({ label, value, min, max, onChange }: DateFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const type = (text: string) => {
    const whole = text === '' || text >= '1900-01-01';
    setDraft(whole ? undefined : text);
    if (whole) onChange(text);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={draft ?? value}
        min={min}
        max={max}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setDraft(undefined)}
      />
    </div>
  );
}

interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}

/** A choice among few: radio buttons that look like one control. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset className="segments">
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
