import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { measureChangesQuery, measureQuery } from '../../../api/queries.ts';
import type { GroupBy } from '../../../api/types.ts';
import { formatDay, isDay, today } from '../../../format/dates.ts';
import { sentence } from '../../../format/words.ts';
import { DateField } from '../../../parts/Fields.tsx';
import { More } from '../../../parts/More.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { Answered } from '../../../parts/States.tsx';
import { endOf, scopeOf, useAddress } from '../../../url/address.ts';
import { CsvLink } from '../CsvLink.tsx';
import { useLabelOf } from '../groupLabel.ts';
import type { OutcomePanelProps } from '../outcomePanel.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { ThenAndNow } from './ThenAndNow.tsx';

interface Props extends OutcomePanelProps {
  groupBy: GroupBy;
}

/** An earlier report once more, to the digit, and what has made it another since. */
export function KnownPanel(props: Props) {
  const { params, change } = useAddress();
  const day = params.get('knownAt');
  const knownOn = isDay(day) ? day : undefined;
  return (
    <Panel
      title="An earlier report"
      note="The rate as it was reported on a day, from what had been recorded by its end (UTC), and why it is another now."
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
      {knownOn ? (
        <Known {...props} knownOn={knownOn} />
      ) : (
        <p className="quiet">Choose a day to see an earlier report again.</p>
      )}
    </Panel>
  );
}

function Known({ measureId, period, casesLink, groupBy, knownOn }: Props & { knownOn: string }) {
  const { params } = useAddress();
  const labelOf = useLabelOf(groupBy);
  const now = { ...scopeOf(params), ...period, groupBy };
  const then = { ...now, knownAt: endOf(knownOn) };
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
                thenName={`Known on ${formatDay(knownOn)}`}
                linkTo={(group, outcome) =>
                  casesLink(group === undefined ? { outcome } : { groupBy, group, outcome })
                }
              />
            )}
          </Answered>
        )}
      </Answered>
      <p className="quiet">
        This report as it was known then: <CsvLink path={`/v1/measures/${measureId}`} question={then} />
      </p>
      <Changes measureId={measureId} question={{ ...scopeOf(params), ...period, knownAt: endOf(knownOn)! }} />
    </div>
  );
}

interface ChangesProps {
  measureId: string;
  question: Parameters<typeof measureChangesQuery>[1];
}

function Changes({ measureId, question }: ChangesProps) {
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
