import { usePlaceName } from '../../../api/directory.ts';
import type { Pathway } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { counted, formatHours, formatNumber, formatPercent, sentence } from '../../../format/words.ts';
import { DataTable, type Column } from '../../../parts/DataTable.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { EventsLink, MomentLink } from './EventLink.tsx';

type Plan = Pathway['plans'][number];
type PlanWeek = Pathway['planWeeks'][number];

const LATEST = 8;
const hours = (minutes: number): string => formatHours(minutes / 60);

const columns: Column<PlanWeek>[] = [
  {
    key: 'week',
    header: 'Week of',
    cell: ({ weekOf }) => <span className="nowrap">{formatDay(weekOf)}</span>,
    sortBy: ({ weekOf }) => weekOf,
  },
  { key: 'days', header: 'Days', numeric: true, cell: ({ days }) => days, sortBy: ({ days }) => days },
  {
    key: 'prescribed',
    header: 'Prescribed',
    numeric: true,
    cell: ({ prescribedMinutes }) => hours(prescribedMinutes),
  },
  {
    key: 'attended',
    header: 'Attended',
    numeric: true,
    cell: ({ attendedMinutes, eventIds, weekOf }) => (
      <EventsLink
        eventIds={eventIds}
        label={`Attended in the week of ${formatDay(weekOf)}: ${hours(attendedMinutes)}`}
      >
        {hours(attendedMinutes)}
      </EventsLink>
    ),
    sortBy: ({ attendedMinutes }) => attendedMinutes,
  },
  {
    key: 'share',
    header: 'Of the plan',
    numeric: true,
    cell: (week) => formatPercent(shareOf(week)),
    sortBy: shareOf,
  },
];

function shareOf({ prescribedMinutes, attendedMinutes }: PlanWeek): number | null {
  return prescribedMinutes > 0 ? attendedMinutes / prescribedMinutes : null;
}

/** What is prescribed, and the latest weeks held against it. */
export function PlanPanel({ pathway: { plans, planWeeks } }: { pathway: Pathway }) {
  const placeName = usePlaceName();
  const weeks = planWeeks.toSorted((a, b) => b.weekOf.localeCompare(a.weekOf)).slice(0, LATEST);
  return (
    <Panel
      title="Treatment plan"
      note={`Hours attended against those prescribed, pro-rated in weeks cut short${planWeeks.length > LATEST ? `: the latest ${LATEST} weeks` : ''}.`}
    >
      <ul className="plain">
        {plans.map((plan) => (
          <PlanLine key={plan.eventId} plan={plan} where={placeName(plan)} />
        ))}
      </ul>
      {weeks.length > 0 ? (
        <DataTable
          caption="Weeks against the plan"
          columns={columns}
          rows={weeks}
          rowKey={({ weekOf, facilityId, programId, planId }) =>
            `${weekOf} ${facilityId} ${programId} ${planId}`
          }
        />
      ) : null}
    </Panel>
  );
}

function PlanLine({ plan, where }: { plan: Plan; where: string }) {
  const mix = plan.sessions?.map(
    ({ kind, perWeek }) => `${formatNumber(perWeek)} × ${sentence(kind).toLowerCase()}`,
  );
  return (
    <li>
      <strong>{formatHours(plan.hoursPerWeek)} a week</strong> from {formatDay(plan.effectiveFrom)}
      {mix?.length ? `: ${mix.join(', ')}` : ''}. {where}, <MomentLink moment={plan} />
      {plan.person.goals?.length ? (
        <span className="quiet">
          {' '}
          · {counted(plan.person.goals.length, 'goal')}: {plan.person.goals.join('; ')}
        </span>
      ) : null}
    </li>
  );
}
