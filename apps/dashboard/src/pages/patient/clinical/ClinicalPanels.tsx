import type { ReactNode } from 'react';
import type { Pathway } from '../../../api/types.ts';
import { Panel } from '../../../parts/Panel.tsx';
import { AftercarePanel } from './AftercarePanel.tsx';
import { AssessmentPanel } from './AssessmentPanel.tsx';
import { ConsentPanel } from './ConsentPanel.tsx';
import { EligibilityPanel } from './EligibilityPanel.tsx';
import { PayerPanel } from './PayerPanel.tsx';
import { PlanPanel } from './PlanPanel.tsx';

interface Part {
  name: string;
  Panel: (props: { pathway: Pathway }) => ReactNode;
  isKnown: (pathway: Pathway) => boolean;
  /** What fills it: addresses below that of the patient. */
  recordedAt: string[];
}

const parts: Part[] = [
  {
    name: 'Referral, waiting and eligibility',
    Panel: EligibilityPanel,
    isKnown: ({ referrals, waitlist, eligibility }) =>
      referrals.length + waitlist.length + eligibility.length > 0,
    recordedAt: ['referrals', 'waitlist', 'eligibility'],
  },
  {
    name: 'Treatment plan',
    Panel: PlanPanel,
    isKnown: ({ plans }) => plans.length > 0,
    recordedAt: ['plans'],
  },
  {
    name: 'Assessments',
    Panel: AssessmentPanel,
    isKnown: ({ outcomes }) => outcomes.length > 0,
    recordedAt: ['outcomes'],
  },
  {
    name: 'Coverage and authorizations',
    Panel: PayerPanel,
    isKnown: ({ coverages, authorizations }) => coverages.length + authorizations.length > 0,
    recordedAt: ['authorizations'],
  },
  {
    name: 'Consents',
    Panel: ConsentPanel,
    isKnown: ({ consents }) => consents.length > 0,
    recordedAt: ['consents'],
  },
  {
    name: 'Aftercare',
    Panel: AftercarePanel,
    isKnown: ({ aftercare }) => aftercare.length > 0,
    recordedAt: ['aftercare'],
  },
];

/** What is known besides stays and sessions, and of what is not, what fills it. */
export function ClinicalPanels({ pathway }: { pathway: Pathway }) {
  const unknown = parts.filter(({ isKnown }) => !isKnown(pathway));
  return (
    <div className="stack">
      {parts
        .filter(({ isKnown }) => isKnown(pathway))
        .map(({ name, Panel: Known }) => (
          <Known key={name} pathway={pathway} />
        ))}
      {unknown.length > 0 ? <Unknown parts={unknown} /> : null}
    </div>
  );
}

function Unknown({ parts: unknown }: { parts: Part[] }) {
  return (
    <Panel
      title="Not recorded"
      note={
        <>
          What a POST below <code>/v1/patients/{'{patientId}'}/</code> records, as the{' '}
          <a href="/docs">API documentation</a> says, appears here.
        </>
      }
    >
      <ul className="plain">
        {unknown.map(({ name, recordedAt }) => (
          <li key={name}>
            {name}:{' '}
            {recordedAt.map((address, index) => (
              <span key={address}>
                {index > 0 ? ', ' : ''}
                <code>{address}</code>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
