import { useState } from 'react';
import type { askWhatIf } from '../../../api/queries.ts';
import type { Measure } from '../../../api/types.ts';
import { ParameterFields, changedValues, type Given } from './ParameterFields.tsx';
import { PolicyFields, policyIn, type PolicyText } from './PolicyFields.tsx';

/** What is tried in the place of the definition's own rule. */
export type OtherRule = Pick<Parameters<typeof askWhatIf>[0], 'parameters' | 'policy'>;

/** Whether it judges hours by a policy, which programs have and the definition has not. */
export const isByHours = ({ family }: Measure): boolean => family === 'Treatment hours';

interface Props {
  measure: Measure;
  /** The first day of what is asked about: a policy that is tried is in force from then on. */
  from: string;
  busy: boolean;
  onAsk: (rule: OtherRule) => void;
}

export function RuleForm({ measure, from, busy, onAsk }: Props) {
  const [given, setGiven] = useState<Given>({});
  const [policyText, setPolicyText] = useState<PolicyText>({
    level: 'intensive-outpatient',
    hours: '',
    from,
  });
  const parameters = changedValues(measure.parameters, given);
  const policy = isByHours(measure) ? policyIn(policyText) : undefined;
  const isOther = Object.keys(parameters).length > 0 || policy !== undefined;
  return (
    <form
      className="parameters"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({ parameters, policy });
      }}
    >
      <ParameterFields parameters={measure.parameters} given={given} onGiven={setGiven} />
      {isByHours(measure) ? <PolicyFields text={policyText} onText={setPolicyText} /> : null}
      <button type="submit" disabled={busy || !isOther}>
        {busy ? 'Asking…' : 'Try it on the past'}
      </button>
    </form>
  );
}
