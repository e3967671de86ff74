import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { measureChangesQuery, measureQuery } from '../../../api/queries.ts';
import type { GroupBy } from '../../../api/types.ts';
import { formatDay, today } from '../../../format/dates.ts';
import { sentence } from '../../../format/words.ts';
import { DateField } from '../../../parts/Fields.tsx';
import { More } from '../../../parts/More.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { Answered } from '../../../parts/States.tsx';
import { knownOnIn, scopeOf, useAddress } from '../../../url/address.ts';
import { CsvLink, PublishLink } from '../CsvLink.tsx';
import { useLabelOf } from '../groupLabel.ts';
import type { OutcomePanelProps } from '../outcomePanel.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { ThenAndNow } from './ThenAndNow.tsx';

interface KnownPanelProps {
  /** What it tells of a day that was chosen. */
  children: (knownOn: string) => ReactNode;
}

/** An earlier report once more, to the digit, and what has made it another since. */
export function KnownPanel({ children }: KnownPanelProps) {
  const { params, change } = useAddress();
  const knownOn = knownOnIn(params);
  return (
    <Panel
      title="An earlier report"
      note="As it was reported on a day, from what had been recorded by its end, and why it is another now."
      actions={
        <>
          <DateField
            label="As known on"
            value={knownOn ?? ''}
            max={today()}
            onChange={(text) => change({ knownAt: text })}
          />
          {knownOn ? (
            <button type="button" onClick={() => change({ knownAt: undefined })}>
              Only now
            </button>
          ) : null}
        </>
      }
    >
      {knownOn ? children(knownOn) : <p className="quiet">Choose a day to see an earlier report again.</p>}
    </Panel>
  );
}

interface KnownProps extends OutcomePanelProps {
  groupBy: GroupBy;
  knownOn: string;
}

/** A rate then and now, by group. */
export function KnownRates({ measureId, period, casesLink, groupBy, knownOn }: KnownProps) {
  const { params } = useAddress();
  const labelOf = useLabelOf(groupBy);
  const now = { ...scopeOf(params), ...period, groupBy };
  const then = { ...now, knownAt: knownOn };
  const thenQuery = useQuery(measureQuery(measureId, then));
  const nowQuery = useQuery(measureQuery(measureId, now));
  return (
    <div className="stack">
      <Answered query={thenQuery}>
        {(before) => (
          <Answered query={nowQuery}>
            {(after) => (
              <ThenAndNow
                {...{ before, after, labelOf }}
                header={sentence(groupBy)}
                names={{ before: `Known on ${formatDay(knownOn)}`, after: 'Known now' }}
                caption="The rate then and now"
                linkTo={(group, outcome, which) =>
                  casesLink({
                    outcome,
                    ...(group !== undefined && { groupBy, group }),
                    knownAt: which === 'before' ? knownOn : undefined,
                  })
                }
              />
            )}
          </Answered>
        )}
      </Answered>
      <p className="quiet">
        This report as it was known then: <CsvLink path={`/v1/measures/${measureId}`} question={then} />{' '}
        <PublishLink measureId={measureId} question={then} />
      </p>
      <Changes measureId={measureId} question={{ ...scopeOf(params), ...period, knownAt: knownOn }} />
    </div>
  );
}

interface ChangesProps {
  measureId: string;
  question: Parameters<typeof measureChangesQuery>[1];
}

/** What is judged otherwise now, case by case. */
export function Changes({ measureId, question }: ChangesProps) {
  const query = useInfiniteQuery(measureChangesQuery(measureId, { ...question, limit: 20 }));
  return (
    <section aria-label="What has changed since">
      <h3>What has changed since, case by case</h3>
      <Answered
        query={query}
        isEmpty={({ pages }) => pages[0]?.total === 0}
        empty="No case is judged otherwise now."
      >
        {({ pages }) => {
          const changes = pages.flatMap((page) => page.changes);
          return (
            <>
              <ChangeTable changes={changes} />
              <More shown={changes.length} total={pages[0]?.total ?? 0} query={query} />
            </>
          );
        }}
      </Answered>
    </section>
  );
}
