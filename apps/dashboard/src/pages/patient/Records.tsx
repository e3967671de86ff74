import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { patientQuery } from '../../api/queries.ts';
import { formatDay } from '../../format/dates.ts';
import { fullName } from '../../format/words.ts';
import { patientLink } from '../../url/address.ts';
import { EventLink } from './clinical/EventLink.tsx';
import { mergerOf, type EventOfRecord } from './wholeHistory.ts';

interface Props {
  patientId: string;
  /** The record that goes on in place of this one. */
  mergedInto: string | null;
  absorbed: readonly string[];
  events: readonly EventOfRecord[];
}

/** Which records are of this person, and which of them survives; each leads to the other. */
export function Records({ patientId, mergedInto, absorbed, events }: Props) {
  if (mergedInto)
    return (
      <Notice>
        This record was merged into <RecordLink patientId={mergedInto} />
        <MergedOn event={mergerOf(events, patientId)} />. <strong>That record survives:</strong> it shows and
        counts what was recorded under either. Below stands only what was recorded under this one.
      </Notice>
    );
  if (absorbed.length === 0) return null;
  return (
    <Notice>
      <strong>This record survives a merger:</strong> it shows and counts also what was recorded under{' '}
      {absorbed.map((id, index) => (
        <span key={id}>
          {index > 0 ? ', ' : ''}
          <RecordLink patientId={id} />
          <MergedOn event={mergerOf(events, id)} />
        </span>
      ))}
      .
    </Notice>
  );
}

const Notice = ({ children }: { children: ReactNode }) => <p className="notice">{children}</p>;

/** Another record by its name and first number: two records of one person are often called the same. */
function RecordLink({ patientId }: { patientId: string }) {
  const { data } = useQuery(patientQuery(patientId));
  const number = data?.identifiers[0];
  return (
    <>
      <Link to={patientLink(patientId)}>{data ? fullName(data.person.name) : 'another record'}</Link>
      {number ? ` (${number.system} ${number.value})` : ''}
    </>
  );
}

function MergedOn({ event }: { event: EventOfRecord | undefined }) {
  if (!event) return null;
  return (
    <>
      {' '}
      on <EventLink eventId={event.id}>{formatDay(event.occurredAt.slice(0, 10))}</EventLink>
    </>
  );
}
