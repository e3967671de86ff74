import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { endWhatIf, whatIfFlipsQuery, whatIfQuery } from '../../../api/queries.ts';
import type { WhatIf } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { counted, formatNumber, sentence } from '../../../format/words.ts';
import { levelOf } from '../../../levels/levels.ts';
import { More } from '../../../parts/More.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { Answered } from '../../../parts/States.tsx';
import { useLabelOf } from '../groupLabel.ts';
import { ThenAndNow } from '../known/ThenAndNow.tsx';
import type { OutcomePanelProps } from '../outcomePanel.ts';
import { FlipTable } from './FlipTable.tsx';
import { RuleCurves } from './RuleCurves.tsx';
import { FlowTable, RuleTable } from './RuleTable.tsx';

interface Props {
  jobId: string;
  casesLink: OutcomePanelProps['casesLink'];
  onGone: () => void;
}

/** How far it has come and, when it is done, what it came to. */
export function WhatIfJob({ jobId, casesLink, onGone }: Props) {
  const query = useQuery(whatIfQuery(jobId));
  const end = useMutation({ mutationFn: () => endWhatIf(jobId), onSuccess: onGone });
  return (
    <Answered query={query}>
      {(job) => (
        <div className="stack">
          <Panel
            title="What it comes to"
            note={`By the other rule: ${rulesIn(job)}.`}
            actions={
              <button type="button" onClick={() => end.mutate()} disabled={end.isPending}>
                {job.state === 'running' ? 'Cancel' : 'Forget it'}
              </button>
            }
          >
            {job.state === 'running' ? <Progress job={job} /> : null}
            {job.state === 'cancelled' ? <p>It was cancelled.</p> : null}
            {job.state === 'failed' ? <p role="alert">It failed: {job.fault}</p> : null}
            {job.result ? (
              <>
                {job.result.curves ? (
                  <RuleCurves curves={job.result.curves} days={job.days ?? 0} groupBy={job.groupBy} />
                ) : (
                  <RuleTable result={job.result} />
                )}
                {job.groupBy !== 'none' && !job.result.curves ? (
                  <RuleGroups job={job} result={job.result} casesLink={casesLink} />
                ) : null}
                <FlowTable flows={job.result.flows} />
              </>
            ) : null}
          </Panel>
          {job.result ? <Flips jobId={jobId} flipped={job.result.flipped} /> : null}
        </div>
      )}
    </Answered>
  );
}

const rulesIn = ({ parameters, policy }: WhatIf): string =>
  [
    ...Object.entries(parameters).map(
      ([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`,
    ),
    ...(policy
      ? [
          `at least ${counted(policy.minHoursPerWeek, 'hour')} a week at ${levelOf(policy.level).name.toLowerCase()} from ${formatDay(policy.effectiveFrom)} on`,
        ]
      : []),
  ].join('; ') || 'the definition as it is';

interface GroupsProps {
  job: WhatIf;
  result: NonNullable<WhatIf['result']>;
  casesLink: Props['casesLink'];
}

function RuleGroups({ job: { groupBy }, result: { before, after }, casesLink }: GroupsProps) {
  const labelOf = useLabelOf(groupBy);
  return (
    <ThenAndNow
      {...{ before, after, labelOf }}
      header={sentence(groupBy)}
      names={{ before: 'By the definition', after: 'By the other rule' }}
      caption="Rates by both rules, by group"
      linkTo={(group, outcome, which) =>
        which === 'before' ? casesLink({ outcome, ...(group && { groupBy, group }) }) : undefined
      }
    />
  );
}

function Progress({ job: { progress } }: { job: WhatIf }) {
  return (
    <p role="status">
      <progress value={progress.patients} max={Math.max(1, progress.of)} aria-label="Patients judged" />{' '}
      {formatNumber(progress.patients)} of {counted(progress.of, 'patient')} judged
    </p>
  );
}

function Flips({ jobId, flipped }: { jobId: string; flipped: number }) {
  const query = useInfiniteQuery(whatIfFlipsQuery(jobId));
  return (
    <Panel
      title={`Cases that flip: ${formatNumber(flipped)}`}
      note="Each with both verdicts; the day leads to the index event."
    >
      <Answered query={query} isEmpty={() => flipped === 0} empty="No case is judged otherwise by it.">
        {({ pages }) => {
          const flips = pages.flatMap((page) => page.flips);
          return (
            <>
              <FlipTable flips={flips} />
              <More shown={flips.length} total={pages[0]?.total ?? 0} query={query} />
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}
