import { Link } from 'react-router';
import { useFacilityName } from '../../api/directory.ts';
import type { Moment, Pathway } from '../../api/types.ts';
import { daysBetween, formatMoment } from '../../format/dates.ts';
import { formatDays, sentence } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { useAddress } from '../../url/address.ts';
import { overrideWords } from './clinical/override.ts';
import { stepNames, stepsOf } from './timeline/steps.ts';
import { waitWords } from './timeline/waits.ts';

interface Row {
  key: string;
  what: React.ReactNode;
  where: string;
  begin: Moment;
  end: Moment | null;
  note: string;
}

/** The timeline in words: stays, leaves, discharges, relapses, waiting, steps, and a line for the sessions. */
export function StayTable({ pathway }: { pathway: Pathway }) {
  const { params } = useAddress();
  const search = params.toString();
  const facilityName = useFacilityName();
  const at = (moment: Moment) => (
    <Link className="nowrap" to={{ search, hash: `event-${moment.eventId}` }}>
      {formatMoment(moment)}
    </Link>
  );
  const columns: Column<Row>[] = [
    { key: 'what', header: 'What', cell: ({ what }) => what },
    { key: 'where', header: 'Where', cell: ({ where }) => where, sortBy: ({ where }) => where },
    { key: 'begin', header: 'From', cell: ({ begin }) => at(begin), sortBy: ({ begin }) => begin.at },
    { key: 'end', header: 'Until', cell: ({ end, note }) => (end ? at(end) : note ? '' : 'Continues') },
    {
      key: 'days',
      header: 'Time',
      numeric: true,
      cell: ({ begin, end }) => formatDays(end && daysBetween(begin.day, end.day)),
    },
    { key: 'note', header: 'Note', cell: ({ note }) => note },
  ];
  return (
    <>
      <DataTable
        caption="The timeline"
        columns={columns}
        rows={rowsOf(pathway, facilityName)}
        rowKey={({ key }) => key}
      />
      <p className="more">{sessionWords(pathway)}</p>
    </>
  );
}

function rowsOf(pathway: Pathway, facilityName: (id: string) => string): Row[] {
  const { episodes, relapses, waitlist } = pathway;
  const rows = episodes.flatMap((episode): Row[] => [
    ...episode.stays.map((stay) => ({
      key: stay.stayId,
      what: <LevelTag level={stay.level} />,
      where: stay.programName ?? episode.facilityName,
      begin: stay.begin,
      end: stay.end,
      note: [
        stay.levelCode
          ? `${[stay.levelCode.system.toUpperCase(), stay.levelCode.edition].filter(Boolean).join(' ')}: ${stay.levelCode.code}`
          : '',
        stay.override ? overrideWords(stay.override) : '',
      ]
        .filter(Boolean)
        .join('. '),
    })),
    ...episode.leaves.map(({ leaveId, begin, end }) => ({
      key: leaveId,
      what: 'Leave',
      where: episode.facilityName,
      begin,
      end,
      note: '',
    })),
    ...(episode.discharge
      ? [
          {
            key: `${episode.episodeId} discharge`,
            what: 'Discharge',
            where: episode.facilityName,
            begin: episode.discharge,
            end: null,
            note: sentence(episode.discharge.reason),
          },
        ]
      : []),
  ]);
  const marks = relapses.map((relapse) => ({
    key: relapse.relapseId,
    what: 'Relapse reported',
    where: '',
    begin: relapse,
    end: null,
    note: `${relapse.substances.join(', ')} (${relapse.detectedBy})`,
  }));
  const waits = waitlist.map((wait) => ({
    key: wait.eventId,
    what: 'Waiting',
    where: wait.programName,
    begin: wait,
    end: wait.ended,
    note: wait.ended || wait.offers.length > 0 ? waitWords(wait) : '',
  }));
  const steps = stepsOf(pathway).map((one) => ({
    key: one.key,
    what: stepNames[one.letter],
    where: one.facilityId ? facilityName(one.facilityId) : '',
    begin: one,
    end: null,
    note: one.words,
  }));
  return [...rows, ...marks, ...waits, ...steps].sort((a, b) => a.begin.at.localeCompare(b.begin.at));
}

function sessionWords({ sessions }: Pathway): string {
  const attended = sessions.filter(({ attendedMinutes }) => attendedMinutes > 0);
  const hours = attended.reduce((sum, { attendedMinutes }) => sum + attendedMinutes, 0) / 60;
  return `${sessions.length} sessions recorded, ${attended.length} attended, ${Math.round(hours)} hours. Each is in the history below.`;
}
