import { addDays, isDay } from '../../format/dates.ts';
import { sentence } from '../../format/words.ts';
import { DateField, Segments, Select } from '../../parts/Fields.tsx';
import { Filters } from '../../parts/Filters.tsx';
import { SearchField } from '../../parts/SearchField.tsx';
import { oneOf, useAddress } from '../../url/address.ts';
import { channelNames } from './channelNames.ts';

const statuses = ['open', 'resolved', 'discarded'] as const;
const channels = ['hl7v2', 'cloudevents', 'kafka', 'teds-d'] as const;
const channelOptions = [
  { value: '', label: 'All' },
  ...channels.map((value) => ({ value, label: channelNames[value] })),
];

const dayIn = (text: string | null) => (isDay(text) ? text : undefined);
// By UTC, as the times of the messages are shown.
const beginOf = (day: string | undefined) => day && `${day}T00:00:00Z`;

/** Which messages the address asks for. */
export function chosenIn(params: URLSearchParams) {
  const status = oneOf(params.get('status'), statuses);
  const last = dayIn(params.get('to'));
  const filter = {
    code: params.get('code') || undefined,
    channel: channels.find((one) => one === params.get('channel')),
    facility: params.get('sender') || undefined,
    text: params.get('text') || undefined,
    from: beginOf(dayIn(params.get('from'))),
    to: beginOf(last && addDays(last, 1)),
  };
  return { status, filter };
}

export function QuarantineFilters() {
  const { params, change } = useAddress();
  const {
    status,
    filter: { channel, facility, text },
  } = chosenIn(params);
  const [first, last] = [dayIn(params.get('from')), dayIn(params.get('to'))];
  return (
    <Filters>
      <Segments
        label="Status"
        value={status}
        options={statuses.map((value) => ({ value, label: sentence(value) }))}
        onChange={(next) => change({ status: next === 'open' ? undefined : next })}
      />
      <Select
        label="Channel"
        value={channel ?? ''}
        options={channelOptions}
        onChange={(next) => change({ channel: next })}
      />
      <div className="period">
        <DateField
          label="Received from"
          value={first ?? ''}
          max={last}
          onChange={(day) => change({ from: day })}
        />
        <DateField label="To" value={last ?? ''} min={first} onChange={(day) => change({ to: day })} />
      </div>
      <SearchField
        label="Facility, as the message names it"
        value={facility ?? ''}
        onSearch={(next) => change({ sender: next }, { replace: true })}
      />
      <SearchField
        label="In the message, its number or the reason"
        value={text ?? ''}
        onSearch={(next) => change({ text: next }, { replace: true })}
      />
    </Filters>
  );
}
