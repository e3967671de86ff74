import type { PatientWeeks } from '../../api/types.ts';
import { counted as countOf } from '../../format/words.ts';
import { Panel } from '../../parts/Panel.tsx';
import { Empty } from '../../parts/States.tsx';
import { useAddress } from '../../url/address.ts';
import { PatientWeekTable } from './PatientWeekTable.tsx';
import { CASES, casesOf, type Counted } from './weekCases.ts';

const titles: Record<Exclude<Counted, 'none'>, string> = {
  'no-shows': 'No-shows',
  missed: 'Weeks under the hours',
};

/** The patients' weeks behind a figure, each leading to its sessions. */
export function WeekCases({ patients, counted }: { patients: PatientWeeks[]; counted: Counted }) {
  const { change } = useAddress();
  if (counted === 'none') return null;
  const cases = casesOf(patients, counted);
  const weeks = cases.flatMap((patient) => patient.weeks);
  const noShows = weeks.reduce((sum, week) => sum + week.noShows, 0);
  const what = counted === 'no-shows' ? `${countOf(noShows, 'no-show')} in ` : '';
  return (
    <Panel
      title={titles[counted]}
      id={CASES}
      note={`${what}${countOf(weeks.length, 'week')} of ${countOf(cases.length, 'patient')}. Select a number to see its events.`}
      actions={
        <button type="button" onClick={() => change({ counted: undefined })}>
          Close
        </button>
      }
    >
      {cases.length > 0 ? <PatientWeekTable patients={cases} /> : <Empty>None in these weeks.</Empty>}
    </Panel>
  );
}
