import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { programSessionsQuery } from '../../api/sessionQueries.ts';
import type { ProgramSession } from '../../api/types.ts';
import { addDays, formatDay, formatTimeIn, formatWeekday, isDay, mondayOf } from '../../format/dates.ts';
import { formatNumber, sentence } from '../../format/words.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { useAddress, withParams } from '../../url/address.ts';
import { ROSTER, Roster } from './Roster.tsx';

interface Props {
  programId: string;
  /** The day whose week is shown where the address names none. */
  on: string;
}

/** The sessions of a week, each leading to its roster. */
export function Sessions({ programId, on }: Props) {
  const { params, change } = useAddress();
  const asked = params.get('week');
  const from = mondayOf(isDay(asked) ? asked : on);
  const to = addDays(from, 6);
  const query = useQuery(programSessionsQuery(programId, { from, to }));
  const [session, held] = [params.get('session'), params.get('held')];
  const show = (week: string) => change({ week, session: undefined, held: undefined });
  return (
    <>
      <Panel
        title="Sessions"
        id="sessions"
        note={`From ${formatDay(from)} to ${formatDay(to)}, by the facility's clocks. Select who attended to see the roster.`}
        actions={
          <>
            <button type="button" onClick={() => show(addDays(from, -7))}>
              Earlier week
            </button>
            <button type="button" onClick={() => show(addDays(from, 7))}>
              Later week
            </button>
          </>
        }
      >
        <Answered
          query={query}
          isEmpty={({ sessions }) => sessions.length === 0}
          empty="No session is recorded in this week. POST /v1/sessions/{sessionId}/roster records one."
        >
          {({ sessions, timeZone }) => (
            <DataTable
              caption="Sessions of the week"
              columns={columns(timeZone, params)}
              rows={sessions}
              rowKey={({ sessionId, on: day }) => `${day} ${sessionId}`}
              marked={({ sessionId, on: day }) => sessionId === session && day === held}
            />
          )}
        </Answered>
      </Panel>
      {session && isDay(held) ? <Roster programId={programId} sessionId={session} on={held} /> : null}
    </>
  );
}

const columns = (timeZone: string, params: URLSearchParams): Column<ProgramSession>[] => [
  {
    key: 'time',
    header: 'Time',
    cell: ({ on, at }) => (
      <span className="nowrap">
        {formatWeekday(on)}
        {at ? `, ${formatTimeIn(at, timeZone)}` : ''}
      </span>
    ),
    sortBy: ({ on, at }) => `${on} ${at ?? ''}`,
  },
  { key: 'kind', header: 'Kind', cell: ({ kind }) => sentence(kind), sortBy: ({ kind }) => kind },
  {
    key: 'modality',
    header: 'Modality',
    cell: ({ modalities }) => modalities.map(sentence).join(', '),
    sortBy: ({ modalities }) => modalities.join(),
  },
  {
    key: 'minutes',
    header: 'Scheduled',
    numeric: true,
    cell: ({ scheduledMinutes }) => `${scheduledMinutes} min`,
  },
  {
    key: 'attended',
    header: 'Attended',
    numeric: true,
    cell: ({ sessionId, on, at, attended, patients }) => (
      <Link
        to={{ search: withParams(params, { session: sessionId, held: on }).toString(), hash: ROSTER }}
        aria-label={`Roster of ${formatWeekday(on)}${at ? `, ${formatTimeIn(at, timeZone)}` : ''}: ${attended} of ${patients} attended`}
      >
        {attended} of {patients}
      </Link>
    ),
    sortBy: ({ attended }) => attended,
  },
  count('late', 'Came late', ({ late }) => late),
  count('left-early', 'Left early', ({ leftEarly }) => leftEarly),
  count('excused', 'Excused', ({ excused }) => excused),
  count('no-show', 'No-shows', ({ noShows }) => noShows),
];

function count(key: string, header: string, of: (session: ProgramSession) => number): Column<ProgramSession> {
  return { key, header, numeric: true, cell: (session) => formatNumber(of(session)), sortBy: of };
}
