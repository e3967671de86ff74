import type { Pathway } from '../../../api/types.ts';
import { sentence } from '../../../format/words.ts';
import { LevelTag } from '../../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { MomentLink } from './EventLink.tsx';

type Eligibility = Pathway['eligibility'][number];
type Referral = Pathway['referrals'][number];

const columns: Column<Eligibility>[] = [
  { key: 'day', header: 'Assessed', cell: (one) => <MomentLink moment={one} />, sortBy: ({ at }) => at },
  {
    key: 'recommended',
    header: 'Recommended',
    cell: ({ recommendedLevel, recommendedCode }) => (
      <>
        {recommendedLevel ? <LevelTag level={recommendedLevel} /> : '–'}{' '}
        {recommendedCode ? (
          <span className="quiet">
            {[recommendedCode.system.toUpperCase(), recommendedCode.edition, recommendedCode.code]
              .filter(Boolean)
              .join(' ')}
          </span>
        ) : null}
      </>
    ),
  },
  {
    key: 'dimensions',
    header: 'Severity by dimension',
    cell: ({ dimensions, edition }) =>
      dimensions?.length
        ? `${dimensions.map(({ dimension, severity }) => `${dimension}: ${severity}`).join(', ')}${edition ? ` (edition ${edition})` : ''}`
        : '–',
  },
  {
    key: 'against',
    header: 'Contraindications',
    cell: ({ contraindications }) => contraindications.map(sentence).join(', ') || 'None',
  },
  {
    key: 'for',
    header: 'In favour',
    cell: ({ favourable }) => favourable?.map(sentence).join(', ') || '–',
  },
];

export function EligibilityPanel({ pathway: { eligibility, referrals } }: { pathway: Pathway }) {
  return (
    <Panel title="Referral and eligibility">
      {referrals.length > 0 ? (
        <ul className="plain">
          {referrals.map((one) => (
            <ReferralLine key={one.referralId} referral={one} />
          ))}
        </ul>
      ) : null}
      {eligibility.length > 0 ? (
        <DataTable
          caption="Eligibility assessments"
          columns={columns}
          rows={eligibility}
          rowKey={({ assessmentId }) => assessmentId}
        />
      ) : null}
    </Panel>
  );
}

function ReferralLine({ referral }: { referral: Referral }) {
  return (
    <li>
      Referred on <MomentLink moment={referral} />{' '}
      {referral.level ? (
        <>
          to <LevelTag level={referral.level} />
        </>
      ) : null}
    </li>
  );
}
