import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, type To } from 'react-router';
import { censusQuery, programsQuery } from '../../api/queries.ts';
import type { PatientWeeks, ProgramOnDay } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { counted, formatNumber } from '../../format/words.ts';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { useAddress, withParams } from '../../url/address.ts';
import { censusLink, placesWords, WAITLIST } from './places.ts';
import { CASES, type Counted } from './weekCases.ts';

interface Props {
  programId: string;
  patients: readonly PatientWeeks[];
  /** The day whose census and waitlist are told. */
  on: string;
}

/** Who is in the program, who waits for it, and who did not come: each figure leads to the patients behind it. */
export function ProgramFigures({ programId, patients, on }: Props) {
  const { params } = useAddress();
  const program = useQuery({
    ...programsQuery({ on }),
    select: ({ programs }) => programs.find((one) => one.programId === programId) ?? null,
  });
  const weeks = patients.flatMap((patient) => patient.weeks);
  const noShows = weeks.reduce((sum, week) => sum + week.noShows, 0);
  const sessions = weeks.reduce((sum, week) => sum + week.sessions, 0);
  const judged = weeks.filter(({ compliant }) => compliant !== null);
  const missed = judged.filter(({ compliant }) => !compliant).length;
  const cases = (counted: Counted) => ({ search: withParams(params, { counted }).toString(), hash: CASES });
  return (
    <Panel title="At a glance">
      <Answered query={program}>
        {(found) => (
          <div className="figures">
            {found ? <Places program={found} on={on} /> : null}
            <Figure
              to={cases('no-shows')}
              label="No-shows"
              value={formatNumber(noShows)}
              note={`of ${counted(sessions, 'session')} in these weeks`}
            />
            <Figure
              to={cases('missed')}
              label="Weeks under the hours"
              value={formatNumber(missed)}
              note={`of ${counted(judged.length, 'week')} that were judged`}
            />
          </div>
        )}
      </Answered>
    </Panel>
  );
}

function Places({ program, on }: { program: ProgramOnDay; on: string }) {
  const { params } = useAddress();
  const { programId, patients, capacity, waitlist } = program;
  const { data } = useQuery(censusQuery({ program: programId, on }));
  const onLeave = data?.levels.reduce((sum, level) => sum + level.onLeave, 0) ?? 0;
  const room = placesWords(program);
  const waits = [
    waitlist.offered > 0 ? `${formatNumber(waitlist.offered)} offered a place` : '',
    waitlist.longestDays === null ? '' : `the longest ${counted(waitlist.longestDays, 'day')}`,
  ];
  return (
    <>
      <Figure
        to={censusLink(programId, on)}
        label={`Census on ${formatDay(on)}`}
        value={
          <>
            {formatNumber(patients)}
            {capacity === null ? null : <span className="unit"> of {counted(capacity, 'place')}</span>}
          </>
        }
        note={onLeave > 0 ? `${room} · ${formatNumber(onLeave)} on leave` : room}
      />
      <Figure
        to={{ search: params.toString(), hash: WAITLIST }}
        label="Waiting"
        value={formatNumber(waitlist.waiting)}
        note={waits.filter(Boolean).join(' · ') || 'nobody waits'}
      />
    </>
  );
}

interface FigureProps {
  to: To;
  label: string;
  value: ReactNode;
  note: string;
}

const Figure = ({ to, label, value, note }: FigureProps) => (
  <Link className="figure" to={to}>
    <span className="figure-label">{label}</span>
    <span className="figure-value">{value}</span>
    <span className="figure-note">{note}</span>
  </Link>
);
