import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { measureQuery } from '../../api/queries.ts';
import type { Measure, Rate } from '../../api/types.ts';
import { formatInterval, formatNumber, formatPercent } from '../../format/words.ts';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { scopeOf, useAddress } from '../../url/address.ts';
import type { OutcomePanelProps } from './outcomePanel.ts';

export function Overall({ measureId, period, casesLink }: OutcomePanelProps) {
  const { params } = useAddress();
  const query = useQuery(measureQuery(measureId, { ...scopeOf(params), ...period, groupBy: 'none' }));
  return (
    <Panel title="Overall">
      <Answered query={query}>
        {({ overall }) => <OverallFigures rate={overall} casesLink={casesLink} />}
      </Answered>
    </Panel>
  );
}

function OverallFigures({ rate, casesLink }: { rate: Rate; casesLink: OutcomePanelProps['casesLink'] }) {
  const parts = [
    { label: 'Numerator', value: rate.numerator, to: casesLink({ outcome: 'numerator' }) },
    {
      label: 'Not in the numerator',
      value: rate.denominator - rate.numerator,
      to: casesLink({ outcome: 'not-numerator' }),
    },
    { label: 'Excluded', value: rate.excluded, to: casesLink({ outcome: 'excluded' }) },
    { label: 'Window still open', value: rate.open, to: casesLink({ outcome: 'open' }) },
  ];
  return (
    <div className="figures">
      <div className="figure still">
        <span className="figure-label">Rate</span>
        <span className="figure-value">{formatPercent(rate.rate)}</span>
        <span className="figure-note">
          95 % interval {formatInterval(rate.interval)} · of {formatNumber(rate.denominator)} cases
        </span>
      </div>
      {parts.map(({ label, value, to }) => (
        <Link key={label} to={to} className="figure">
          <span className="figure-label">{label}</span>
          <span className="figure-value">
            {formatNumber(value)} <span className="unit">{value === 1 ? 'case' : 'cases'}</span>
          </span>
        </Link>
      ))}
    </div>
  );
}

export function Definition({ measure, whatIfLink }: { measure: Measure; whatIfLink?: string }) {
  return (
    <Panel
      title="How it is counted"
      note={`${measure.id}, version ${measure.version}`}
      actions={whatIfLink ? <Link to={whatIfLink}>Try another rule</Link> : null}
    >
      <div className="definition">
        <p>{measure.description}</p>
        <dl>
          <dt>Denominator</dt>
          <dd>{measure.denominator}</dd>
          <dt>Numerator</dt>
          <dd>{measure.numerator}</dd>
          {measure.exclusions.length > 0 ? (
            <>
              <dt>Left out</dt>
              <dd>
                <ul>
                  {measure.exclusions.map((exclusion) => (
                    <li key={exclusion}>{exclusion}</li>
                  ))}
                </ul>
              </dd>
            </>
          ) : null}
        </dl>
      </div>
    </Panel>
  );
}
