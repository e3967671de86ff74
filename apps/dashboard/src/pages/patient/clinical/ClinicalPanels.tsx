import type { Pathway } from '../../../api/types.ts';
import { AftercarePanel } from './AftercarePanel.tsx';
import { AssessmentPanel } from './AssessmentPanel.tsx';
import { ConsentPanel } from './ConsentPanel.tsx';
import { EligibilityPanel } from './EligibilityPanel.tsx';
import { PayerPanel } from './PayerPanel.tsx';
import { PlanPanel } from './PlanPanel.tsx';

const panels: { name: string; Panel: (props: { pathway: Pathway }) => React.ReactNode; of: Part[] }[] = [
  { name: 'referral or eligibility', Panel: EligibilityPanel, of: ['referrals', 'eligibility'] },
  { name: 'treatment plan', Panel: PlanPanel, of: ['plans'] },
  { name: 'assessment', Panel: AssessmentPanel, of: ['outcomes'] },
  { name: 'coverage or authorization', Panel: PayerPanel, of: ['coverages', 'authorizations'] },
  { name: 'consent', Panel: ConsentPanel, of: ['consents'] },
  { name: 'aftercare', Panel: AftercarePanel, of: ['aftercare'] },
];
type Part =
  | 'referrals'
  | 'eligibility'
  | 'plans'
  | 'outcomes'
  | 'coverages'
  | 'authorizations'
  | 'consents'
  | 'aftercare';

/** What is known besides stays and sessions; what is not is said in one line. */
export function ClinicalPanels({ pathway }: { pathway: Pathway }) {
  const isKnown = ({ of }: (typeof panels)[number]) => of.some((part) => pathway[part].length > 0);
  const unknown = panels.filter((one) => !isKnown(one)).map(({ name }) => name);
  return (
    <div className="stack">
      {panels.filter(isKnown).map(({ name, Panel }) => (
        <Panel key={name} pathway={pathway} />
      ))}
      {unknown.length > 0 ? <p className="quiet">Not recorded: {unknown.join(', ')}.</p> : null}
    </div>
  );
}
