import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { censusQuery } from '../../api/queries.ts';
import type { PatientWeeks } from '../../api/types.ts';
import { formatDay, today } from '../../format/dates.ts';
import { counted, formatNumber } from '../../format/words.ts';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { useAddress, withParams } from '../../url/address.ts';

interface Props {
  programId: string;
  patients: readonly PatientWeeks[];
  /** The last day of the period. */
  on: string;
}

/** Who is in the program, and who did not come: each figure leads to the patients behind it. */
export function ProgramFigures({ programId, patients, on }: Props) {
  const { params } = useAddress();
  const day = on < today() ? on : today();
  const census = useQuery(censusQuery({ program: programId, on: day }));
  const weeks = patients.flatMap((patient) => patient.weeks);
  const noShows = weeks.reduce((sum, week) => sum + week.noShows, 0);
  const sessions = weeks.reduce((sum, week) => sum + week.sessions, 0);
  const judged = weeks.filter(({ compliant }) => compliant !== null);
  const missed = judged.filter(({ compliant }) => !compliant).length;
  const ordered = (order: string) => ({ search: withParams(params, { order }).toString() });
  return (
    <Panel title="At a glance">
      <Answered query={census}>
        {({ total, levels }) => {
          const onLeave = levels.reduce((sum, level) => sum + level.onLeave, 0);
          return (
            <div className="figures">
              <Link
                className="figure"
                to={`/census/patients?${new URLSearchParams({ program: programId, on: day })}`}
              >
                <span className="figure-label">Census on {formatDay(day)}</span>
                <span className="figure-value">{formatNumber(total)}</span>
                <span className="figure-note">
                  {onLeave > 0 ? `${counted(onLeave, 'patient')} on leave` : ''}
                </span>
              </Link>
              <Link className="figure" to={ordered('no-shows')}>
                <span className="figure-label">No-shows</span>
                <span className="figure-value">{formatNumber(noShows)}</span>
                <span className="figure-note">of {counted(sessions, 'session')} in these weeks</span>
              </Link>
              <Link className="figure" to={ordered('missed')}>
                <span className="figure-label">Weeks under the hours</span>
                <span className="figure-value">{formatNumber(missed)}</span>
                <span className="figure-note">of {counted(judged.length, 'week')} that were judged</span>
              </Link>
            </div>
          );
        }}
      </Answered>
    </Panel>
  );
}
