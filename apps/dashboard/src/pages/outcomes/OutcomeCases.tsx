import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { measureCasesQuery, measuresQuery } from '../../api/queries.ts';
import type { GroupBy, Outcome, QueryOf } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { Segments } from '../../parts/Fields.tsx';
import { Filters, PeriodFields, ScopeFields } from '../../parts/Filters.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { knownOnIn, linkTo, oneOf, periodOf, scopeOf, useAddress } from '../../url/address.ts';
import { CaseTable } from './CaseTable.tsx';
import { CsvLink } from './CsvLink.tsx';
import { outcomeNames, outcomes } from './outcomeWords.tsx';
import { useGroupLabel } from './groupLabel.ts';

const groupings = [
  'none',
  'facility',
  'program',
  'payer',
  'level',
  'age-band',
  'diagnosis-group',
  'month',
] as const satisfies GroupBy[];

export function OutcomeCases() {
  const { measureId = '' } = useParams();
  const { params } = useAddress();
  const period = periodOf(params, 365);
  const groupBy = oneOf(params.get('groupBy'), groupings);
  const group = params.get('group') ?? undefined;
  const measures = useQuery(measuresQuery);
  const title = measures.data?.measures.find(({ id }) => id === measureId)?.title ?? measureId;
  const groupLabel = useGroupLabel(groupBy, group);
  const [days, eventDay] = [numberIn(params, 'days'), numberIn(params, 'eventDay')];
  const knownAt = knownOnIn(params);
  const told = [
    groupLabel,
    eventDay === undefined ? undefined : `With the event on day ${eventDay}`,
    knownAt && `As known on ${formatDay(knownAt)}`,
  ];
  return (
    <Page
      title={`Cases: ${title}`}
      lead={`${told.map((each) => (each ? `${each}. ` : '')).join('')}Index events from ${formatDay(period.from)} to ${formatDay(period.to)}.`}
      up={{
        to: linkTo(`/outcomes/${encodeURIComponent(measureId)}`, params, {
          ...period,
          groupBy: groupBy === 'none' ? undefined : groupBy,
          days: params.get('days') ?? undefined,
          knownAt,
        }),
        name: title,
      }}
    >
      <Filters>
        <OutcomeField />
        <ScopeFields />
        <PeriodFields period={period} />
      </Filters>
      <Cases
        measureId={measureId}
        question={{ ...period, ...(group ? { groupBy, group } : {}), days, eventDay, knownAt }}
      />
    </Page>
  );
}

function numberIn(params: URLSearchParams, key: string): number | undefined {
  const value = params.get(key);
  return value && /^\d+$/.test(value) ? Number(value) : undefined;
}

function OutcomeField() {
  const { params, change } = useAddress();
  return (
    <Segments
      label="Outcome"
      value={oneOf(params.get('outcome'), ['', ...outcomes])}
      options={[
        { value: '', label: 'All' },
        ...outcomes.map((value) => ({ value, label: outcomeNames[value] })),
      ]}
      onChange={(outcome) => change({ outcome })}
    />
  );
}

/** As many as one answer gives. */
const MOST = 500;

interface CasesProps {
  measureId: string;
  question: Omit<QueryOf<'/v1/measures/{measureId}/cases'>, 'outcome'>;
}

function Cases({ measureId, question }: CasesProps) {
  const { params } = useAddress();
  const outcome: Outcome | undefined = oneOf(params.get('outcome'), ['', ...outcomes]) || undefined;
  const asked = { ...scopeOf(params), ...question, outcome };
  const query = useInfiniteQuery(measureCasesQuery(measureId, { ...asked, limit: 50 }));
  return (
    <Panel
      title="Cases and why they count"
      note="A name leads to the index event; the numbered links to the events behind the verdict."
      actions={
        <CsvLink path={`/v1/measures/${measureId}/cases`} question={{ ...asked, limit: MOST }}>
          {`CSV of the first ${MOST}`}
        </CsvLink>
      }
    >
      <Answered
        query={query}
        isEmpty={({ pages }) => pages[0]?.total === 0}
        empty="No case matches these filters."
      >
        {({ pages }) => {
          const cases = pages.flatMap((page) => page.cases);
          return (
            <>
              <CaseTable cases={cases} />
              <More shown={cases.length} total={pages[0]?.total ?? 0} query={query} />
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}
