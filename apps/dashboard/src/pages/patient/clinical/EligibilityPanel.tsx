import { usePlaceName } from '../../../api/directory.ts';
import type { Pathway, Stay } from '../../../api/types.ts';
import { sentence } from '../../../format/words.ts';
import { LevelTag } from '../../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { waitWords, type Wait } from '../timeline/waits.ts';
import { MomentLink } from './EventLink.tsx';
import { overrideWords } from './override.ts';

type Eligibility = Pathway['eligibility'][number];
type Referral = Pathway['referrals'][number];

type PlaceName = ReturnType<typeof usePlaceName>;

const columns = (placeName: PlaceName): Column<Eligibility>[] => [
  { key: 'day', header: 'Assessed', cell: (one) => <MomentLink moment={one} />, sortBy: ({ at }) => at },
  { key: 'where', header: 'Where', cell: placeName, sortBy: placeName },
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

/** The way into treatment: who was referred where, waited for what, and was found fit for it. */
export function EligibilityPanel({ pathway }: { pathway: Pathway }) {
  const { eligibility, referrals, waitlist, episodes } = pathway;
  const placeName = usePlaceName();
  const overridden = episodes.flatMap(({ stays }) => stays).filter(({ override }) => override);
  return (
    <Panel title="Referral, waiting and eligibility">
      <ul className="plain">
        {referrals.map((one) => (
          <ReferralLine key={one.referralId} referral={one} where={placeName(one)} />
        ))}
        {waitlist.map((one) => (
          <WaitLine key={one.eventId} wait={one} where={placeName(one)} />
        ))}
      </ul>
      {eligibility.length > 0 ? (
        <DataTable
          caption="Eligibility assessments"
          columns={columns(placeName)}
          rows={eligibility}
          rowKey={({ assessmentId }) => assessmentId}
        />
      ) : null}
      <ul className="plain">
        {overridden.map((one) => (
          <OverrideLine key={one.stayId} stay={one} where={placeName(one)} />
        ))}
      </ul>
    </Panel>
  );
}

function ReferralLine({ referral, where }: { referral: Referral; where: string }) {
  return (
    <li>
      Referred to {where} on <MomentLink moment={referral} />
      {referral.level ? (
        <>
          , for <LevelTag level={referral.level} />
        </>
      ) : null}
    </li>
  );
}

function WaitLine({ wait, where }: { wait: Wait; where: string }) {
  const offer = wait.offers.at(-1);
  return (
    <li>
      On the waitlist of {where} from <MomentLink moment={wait} />
      {offer ? (
        <>
          , offered a place on <MomentLink moment={offer} />
        </>
      ) : null}
      {wait.ended ? `. ${waitWords(wait)}` : '; still waiting'}
      {wait.ended ? (
        <>
          {' '}
          <MomentLink moment={wait.ended} />
        </>
      ) : null}
      .
    </li>
  );
}

function OverrideLine({ stay, where }: { stay: Stay; where: string }) {
  if (!stay.override) return null;
  return (
    <li>
      <span className="badge warn">Against what was assessed</span> {where},{' '}
      <MomentLink moment={stay.begin} />. {overrideWords(stay.override)}.
    </li>
  );
}
