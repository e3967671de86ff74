import { useId } from 'react';
import type { Level } from '../../../api/types.ts';
import { levels } from '../../../levels/levels.ts';
import { DateField, Select } from '../../../parts/Fields.tsx';
import type { OtherRule } from './RuleForm.tsx';

/** A policy as it is being written. */
export interface PolicyText {
  level: Level;
  hours: string;
  from: string;
}

/** The policy, once its hours are given. */
export const policyIn = ({ level, hours, from }: PolicyText): OtherRule['policy'] =>
  /^\d+$/.test(hours) && Number(hours) <= MOST_HOURS && from !== ''
    ? { id: 'tried', version: 1, level, minHoursPerWeek: Number(hours), effectiveFrom: from }
    : undefined;

const MOST_HOURS = 168;

interface Props {
  text: PolicyText;
  onText: (text: PolicyText) => void;
}

/** An hours policy to try in every program of a level, without adopting it. */
export function PolicyFields({ text, onText }: Props) {
  const id = useId();
  return (
    <>
      <div className="parameter">
        <Select
          label="Level of care"
          value={text.level}
          options={levels.map(({ id: value, name }) => ({ value, label: name }))}
          onChange={(level) => onText({ ...text, level })}
        />
        <p className="quiet">
          Every program of this level is judged by it, the others by their own policies.
        </p>
      </div>
      <div className="parameter">
        <div className="field">
          <label htmlFor={id}>Least hours a week</label>
          <input
            id={id}
            type="number"
            required
            min={0}
            max={MOST_HOURS}
            value={text.hours}
            aria-describedby={`${id}-means`}
            onChange={(event) => onText({ ...text, hours: event.target.value })}
          />
        </div>
        <p className="quiet" id={`${id}-means`}>
          What a whole week asks for; weeks cut by admission, discharge or leave ask for their part of it.
        </p>
      </div>
      <div className="parameter">
        <DateField label="In force from" value={text.from} onChange={(from) => onText({ ...text, from })} />
        <p className="quiet">Weeks before it are judged by the policies that the programs had.</p>
      </div>
    </>
  );
}
