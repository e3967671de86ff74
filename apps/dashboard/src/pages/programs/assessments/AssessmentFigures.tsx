import { Link } from 'react-router';
import type { OutcomeShares, OutcomeTrend } from '../../../api/types.ts';
import { formatInterval, formatNumber, formatPercent } from '../../../format/words.ts';
import type { AssessedAs, LinkOf } from './assessments.ts';

interface Props {
  trend: OutcomeTrend;
  fewIsBelow: number;
  linkOf: LinkOf;
}

/** How many were assessed, and how many of them responded and remitted by their last assessment. */
export function AssessmentFigures({ trend, fewIsBelow, linkOf }: Props) {
  const { latest, episodes, cutOff } = trend;
  return (
    <div className="figures">
      <Link className="figure" to={linkOf('measured')}>
        <span className="figure-label">Assessed with {trend.instrument}</span>
        <span className="figure-value">{formatNumber(episodes)}</span>
        <span className="figure-note">{latest.isFew ? 'admissions, few' : 'admissions'}</span>
      </Link>
      <Share
        label="Response: half of the first score or less"
        counted="responded"
        rate={latest.response}
        {...{ fewIsBelow, linkOf }}
      />
      <Share
        label={`Remission: below ${cutOff}`}
        counted="remitted"
        rate={latest.remission}
        {...{ fewIsBelow, linkOf }}
      />
    </div>
  );
}

interface ShareProps {
  label: string;
  counted: AssessedAs;
  rate: OutcomeShares['response'];
  fewIsBelow: number;
  linkOf: LinkOf;
}

const Share = ({ label, counted, rate, fewIsBelow, linkOf }: ShareProps) => (
  <Link className="figure" to={linkOf(counted)}>
    <span className="figure-label">{label}</span>
    <span className="figure-value">{formatPercent(rate.rate)}</span>
    <span className="figure-note">
      {rate.denominator === 0
        ? 'nobody began as a case and was assessed again'
        : `${rate.numerator} of ${rate.denominator} at the last assessment, 95 % interval ${formatInterval(rate.interval)}${rate.denominator < fewIsBelow ? ', few' : ''}`}
    </span>
  </Link>
);
