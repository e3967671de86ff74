import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { sessionRosterQuery } from '../../api/sessionQueries.ts';
import type { RosterPatient } from '../../api/types.ts';
import { formatDay, formatTimeIn } from '../../format/dates.ts';
import { fullName, sentence } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { patientLink, useAddress } from '../../url/address.ts';

/** Where a program's page shows who was at a session. */
export const ROSTER = 'roster';

const columns: Column<RosterPatient>[] = [
  {
    key: 'patient',
    header: 'Patient',
    cell: ({ patientId, name }) => <Link to={patientLink(patientId)}>{fullName(name)}</Link>,
    sortBy: ({ name }) => fullName(name),
  },
  {
    key: 'level',
    header: 'Level of care',
    cell: ({ level, isGuest }) => (
      <>
        {level ? <LevelTag level={level} /> : 'In no stay'}
        {isGuest && level ? <span className="quiet"> not of this program</span> : null}
      </>
    ),
    sortBy: ({ level }) => level,
  },
  {
    key: 'status',
    header: 'Status',
    cell: ({ patientId, name, status, eventId }) => (
      <Link
        className="nowrap"
        to={patientLink(patientId, eventId)}
        aria-label={`${fullName(name)}, ${sentence(status)}: the event`}
      >
        {sentence(status)}
      </Link>
    ),
    sortBy: ({ status }) => status,
  },
  {
    key: 'minutes',
    header: 'Minutes attended',
    numeric: true,
    cell: ({ attendedMinutes, scheduledMinutes }) => `${attendedMinutes} of ${scheduledMinutes}`,
    sortBy: ({ attendedMinutes }) => attendedMinutes,
  },
  {
    key: 'modality',
    header: 'Modality',
    cell: ({ modality }) => sentence(modality),
    sortBy: ({ modality }) => modality,
  },
];

interface Props {
  programId: string;
  sessionId: string;
  on: string;
}

/** Who was at a session, at which level each of them is, and for how long; each leads to the patient and to the event. */
export function Roster({ programId, sessionId, on }: Props) {
  const { change } = useAddress();
  const query = useQuery(sessionRosterQuery(programId, sessionId, on));
  const { session, timeZone } = query.data ?? {};
  const time = session?.at && timeZone ? `, ${formatTimeIn(session.at, timeZone)}` : '';
  return (
    <Panel
      title={`Roster of ${formatDay(on)}${time}`}
      id={ROSTER}
      note={
        session
          ? `${sentence(session.kind)}, ${session.attended} of ${session.patients} attended.`
          : undefined
      }
      actions={
        <button type="button" onClick={() => change({ session: undefined, held: undefined })}>
          Close
        </button>
      }
    >
      <Answered query={query}>
        {(answered) => (
          <DataTable
            caption="Roster"
            columns={columns}
            rows={answered.session.roster}
            rowKey={({ eventId }) => eventId}
          />
        )}
      </Answered>
    </Panel>
  );
}
