import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { outcomeCasesQuery } from '../../../api/outcomeQueries.ts';
import type { OutcomeCase, QueryOf } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { formatSigned, fullName } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { More } from '../../../parts/More.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { Answered } from '../../../parts/States.tsx';
import { patientLink, useAddress } from '../../../url/address.ts';
import { ASSESSED, type AssessedAs } from './assessments.ts';

const titles: Record<AssessedAs, string> = {
  measured: 'Assessed',
  followed: 'Began as a case and were assessed again',
  responded: 'Responded',
  remitted: 'In remission',
};

const verdictOf = ({ isCase, response, remission, eventId, baseline }: OutcomeCase): string => {
  if (!isCase) return 'Began below a case';
  if (eventId === baseline.eventId) return 'First assessment';
  return [response ? 'Response' : '', remission ? 'Remission' : ''].filter(Boolean).join(', ') || 'Neither';
};

const columns: Column<OutcomeCase>[] = [
  {
    key: 'patient',
    header: 'Patient',
    cell: ({ patientId, name, eventId }) => (
      <Link to={patientLink(patientId, eventId)}>{fullName(name)}</Link>
    ),
    sortBy: ({ name }) => fullName(name),
  },
  {
    key: 'admitted',
    header: 'Admitted',
    cell: ({ admittedOn }) => <span className="nowrap">{formatDay(admittedOn)}</span>,
    sortBy: ({ admittedOn }) => admittedOn,
  },
  {
    key: 'measured',
    header: 'Assessed',
    cell: ({ patientId, measuredOn, eventId }) => (
      <Link className="nowrap" to={patientLink(patientId, eventId)}>
        {formatDay(measuredOn)}
      </Link>
    ),
    sortBy: ({ measuredOn }) => measuredOn,
  },
  { key: 'week', header: 'Week', numeric: true, cell: ({ week }) => week, sortBy: ({ week }) => week },
  { key: 'score', header: 'Score', numeric: true, cell: ({ score }) => score, sortBy: ({ score }) => score },
  {
    key: 'baseline',
    header: 'First score',
    numeric: true,
    cell: ({ patientId, baseline: { score, measuredOn, eventId } }) => (
      <Link
        to={patientLink(patientId, eventId)}
        aria-label={`First score, ${score} on ${formatDay(measuredOn)}`}
      >
        {score}
      </Link>
    ),
    sortBy: ({ baseline }) => baseline.score,
  },
  {
    key: 'change',
    header: 'Change',
    numeric: true,
    cell: ({ score, baseline }) => formatSigned(score - baseline.score),
    sortBy: ({ score, baseline }) => score - baseline.score,
  },
  { key: 'verdict', header: 'Verdict', cell: verdictOf, sortBy: verdictOf },
];

interface Props {
  question: QueryOf<'/v1/outcomes/cases'>;
  counted: AssessedAs;
  /** Without a week by the last assessment of each. */
  week: number | undefined;
}

/** The patients behind a number of the assessments, each leading to the assessment. */
export function AssessmentCases({ question, counted, week }: Props) {
  const { change } = useAddress();
  const query = useInfiniteQuery(outcomeCasesQuery({ ...question, counted, week, limit: 20 }));
  const when = week === undefined ? 'at the last assessment' : `in week ${week}`;
  return (
    <Panel
      title={`${titles[counted]} ${when}: ${question.instrument}`}
      id={ASSESSED}
      note="By name. A day and a first score lead to their events."
      actions={
        <button type="button" onClick={() => change({ assessed: undefined, week: undefined })}>
          Close
        </button>
      }
    >
      <Answered query={query} isEmpty={({ pages }) => pages[0]?.total === 0} empty="Nobody.">
        {({ pages }) => {
          const cases = pages.flatMap((page) => page.cases);
          return (
            <>
              <DataTable
                caption={`Patients behind ${question.instrument}`}
                columns={columns}
                rows={cases}
                rowKey={({ eventId }) => eventId}
              />
              <More shown={cases.length} total={pages[0]?.total ?? 0} query={query} />
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}
