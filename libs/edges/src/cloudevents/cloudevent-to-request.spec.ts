import { MemoryEventStore, Refusal } from '@stepwell/event-sourcing';
import type { PathwayRequest, ProgramDefinition } from '@stepwell/pathway';
import { CloudEvent } from 'cloudevents';
import { derivedId, patientIdOf } from '../ids.ts';
import { carryOut } from '../testing/carry-out.ts';
import { cloudEventToRequest, programNamedBy } from './cloudevent-to-request.ts';
import { COMMAND_EXAMPLES } from './command-examples.ts';
import { COMMANDS, commandSchema, type CommandName } from './data-schema.ts';

const program = (programId: string, level: ProgramDefinition['level'], facilityId: string) => ({
  ...{ programId, level, facilityId, name: programId, facilityName: facilityId },
  timeZone: 'America/Chicago',
});
const programs: Record<string, ProgramDefinition> = {
  'mercy-inpatient': program('mercy-inpatient', 'inpatient', 'mercy-general'),
  'north-iop': program('north-iop', 'intensive-outpatient', 'mercy-general'),
};
const translate = (event: unknown) => cloudEventToRequest(event, (id) => programs[id]);

const SUBJECT = '7f0c2c5e-6c1f-5a2b-9d3e-4f5a6b7c8d9e';
const event = (command: string, over: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: 'e-1',
  source: 'https://ehr.mercy.example/feed',
  type: `stepwell.pathway.${command}.v1`,
  subject: SUBJECT,
  time: '2026-03-02T12:06:00-06:00',
  data: COMMAND_EXAMPLES[command as CommandName],
  ...over,
});
const requested = (sent: unknown): PathwayRequest => {
  const request = translate(sent);
  if (request instanceof Refusal) throw new Error(`${request.code}: ${request.detail}`);
  return request;
};
const refused = (sent: unknown): string => {
  const refusal = translate(sent);
  return refusal instanceof Refusal ? `${refusal.code}: ${refusal.detail}` : 'not refused';
};

test('an event becomes a request that says where it is from', () =>
  expect(requested(event('AdmitPatient', { actor: 'Dr. Osei', timeprecision: 'day' }))).toEqual({
    patientId: SUBJECT,
    commandId: derivedId('cloudevents', 'https://ehr.mercy.example/feed', 'e-1'),
    commandDigest: expect.stringMatching(/^.{43}$/),
    occurredAt: '2026-03-02T18:06:00.000Z',
    precision: 'day',
    source: { system: 'https://ehr.mercy.example/feed', messageId: 'e-1' },
    actor: 'Dr. Osei',
    fromFeed: true,
    commands: [
      {
        type: 'AdmitPatient',
        data: {
          ...COMMAND_EXAMPLES.AdmitPatient,
          ...{ level: 'inpatient', facilityId: 'mercy-general', timeZone: 'America/Chicago' },
          ...{ episodeId: expect.any(String), stayId: expect.any(String) },
        },
      },
    ],
  }));

test.each(COMMANDS)('the example of %s is of its own kind', (name) =>
  expect(requested(event(name)).commands).toEqual([
    { type: name, data: expect.not.objectContaining({ data: expect.anything() }) },
  ]),
);

test('a pathway is told by events alone, and told again changes nothing', async () => {
  const told: [CommandName, string][] = [
    ['RegisterPatient', '2026-03-01T09:00:00Z'],
    ['StartCoverage', '2026-03-01T09:00:00Z'],
    ['AdmitPatient', '2026-03-01T10:00:00Z'],
    ['TransferLocation', '2026-03-02T10:00:00Z'],
    ['StartLeave', '2026-03-03T10:00:00Z'],
    ['EndLeave', '2026-03-04T10:00:00Z'],
    ['TransitionLevelOfCare', '2026-03-08T10:00:00Z'],
    ['RecordAttendance', '2026-03-09T15:00:00Z'],
    ['CorrectAttendance', '2026-03-09T15:00:00Z'],
    ['ReportRelapse', '2026-03-10T15:00:00Z'],
    ['WithdrawRelapseReport', '2026-03-11T15:00:00Z'],
    ['DischargePatient', '2026-03-20T15:00:00Z'],
    ['CancelDischarge', '2026-03-21T15:00:00Z'],
  ];
  const store = new MemoryEventStore();
  const tell = async () => {
    const outcomes: string[] = [];
    for (const [n, [name, time]] of told.entries())
      outcomes.push(await carryOut(store, translate(event(name, { id: `e-${n}`, time }))));
    return [...new Set(outcomes)];
  };
  expect(await tell()).toEqual(['appended']);
  expect(await tell()).toEqual(['known']);
});

test('what the official SDK writes is understood', () => {
  const { data, ...attributes } = event('RecordAttendance');
  const sent = new CloudEvent({ ...attributes, data });
  expect(requested(JSON.parse(JSON.stringify(sent)))).toEqual(
    requested({ ...event('RecordAttendance'), time: sent.time }),
  );
});

test('the same event says the same however it is written', () => {
  const written = requested(
    event('EndLeave', { subject: SUBJECT.toUpperCase(), time: '2026-03-02T18:06:00Z' }),
  );
  const base64 = Buffer.from(JSON.stringify(COMMAND_EXAMPLES.EndLeave)).toString('base64');
  expect(written).toEqual(requested(event('EndLeave')));
  expect(requested(event('EndLeave', { data: undefined, data_base64: base64 }))).toEqual(written);
  expect(
    requested(
      event('EndLeave', { traceparent: '00-1-2-01', datacontenttype: 'application/json; charset=utf-8' }),
    ),
  ).toEqual(written);
});

test.each([
  ['time', { time: '2026-03-02T18:06:01Z' }],
  ['subject', { subject: 'mercy-general|1' }],
  ['data', { data: { ...COMMAND_EXAMPLES.EndLeave, visitNumber: 'V-2' } }],
])('another %s under the same id is noticed', (_, over) => {
  const [first, second] = [requested(event('EndLeave')), requested(event('EndLeave', over))];
  expect(second.commandId).toBe(first.commandId);
  expect(second.commandDigest).not.toBe(first.commandDigest);
});

test('a patient is named by the number of the registration as well', () =>
  expect(requested(event('EndLeave', { subject: 'mercy-general|8008|65' })).patientId).toBe(
    patientIdOf({ system: 'mercy-general', value: '8008|65' }),
  ));

test.each<[string, unknown, RegExp]>([
  ['no object', [], /^not-a-cloudevent/],
  ['another version', event('EndLeave', { specversion: '0.3' }), /^not-a-cloudevent.*specversion/],
  ['no id', event('EndLeave', { id: '' }), /^invalid-attribute: The attribute id must be there/],
  ['a number for a subject', event('EndLeave', { subject: 7 }), /^invalid-attribute.*subject/],
  [
    'a subject that names nobody',
    event('EndLeave', { subject: 'Rivera' }),
    /^invalid-attribute.*authority\|number/,
  ],
  ['a time of no place', event('EndLeave', { time: '2026-03-02T12:06:00' }), /^invalid-attribute.*offset/],
  [
    'a moment that never was',
    event('EndLeave', { time: '2026-02-30T12:06:00Z' }),
    /^invalid-attribute.*time/,
  ],
  ['an unknown precision', event('EndLeave', { timeprecision: 'hour' }), /day, month, year/],
  ['an event of ours', event('PatientAdmitted'), /^unsupported-event-type.*AdmitPatient/],
  ['a later version', event('EndLeave', { type: 'stepwell.pathway.EndLeave.v2' }), /^unsupported-event-type/],
  ['a member of all objects', event('constructor'), /^unsupported-event-type/],
  ['XML', event('EndLeave', { datacontenttype: 'text/xml' }), /^invalid-attribute.*datacontenttype/],
  ['no data', event('EndLeave', { data: undefined }), /^invalid-data: Send the data as a JSON object/],
  ['bytes that are no JSON', event('EndLeave', { data_base64: 'AAAA' }), /^invalid-data/],
  [
    'a misspelt member',
    event('EndLeave', { data: { episode: 'e' } }),
    /^invalid-data: data has no member "episode"/,
  ],
  [
    'a missing member',
    event('DischargePatient', { data: {} }),
    /^invalid-data: data needs the member "reason"/,
  ],
  [
    'a word that means nothing',
    event('DischargePatient', { data: { reason: 'left' } }),
    /data.reason must be one of completed,/,
  ],
  ['an id that is none', event('EndLeave', { data: { episodeId: 'e1' } }), /data.episodeId must be a UUID/],
  ['no episode', event('EndLeave', { data: {} }), /^invalid-data: data.episodeId: Give the episodeId, or/],
  ['no place', event('AdmitPatient', { data: {} }), /^invalid-data: data.facilityId: Give a programId/],
  ['an unknown program', event('AdmitPatient', { data: { programId: 'south' } }), /^program-unknown/],
  [
    'a level of another program',
    event('AdmitPatient', { data: { programId: 'north-iop', level: 'inpatient' } }),
    /data.level/,
  ],
  [
    'an unknown time zone',
    event('AdmitPatient', { data: { facilityId: 'north', level: 'inpatient', timeZone: 'Mars/Olympus' } }),
    /data.timeZone must be an IANA time zone/,
  ],
  [
    'half a character',
    event('TransferLocation', { data: { facilityId: 'north', location: '\ud800' } }),
    /data.location/,
  ],
  [
    'a day that is none',
    event('CorrectDemographics', { data: { person: { birthDate: '1989-02-30' } } }),
    /birthDate/,
  ],
])('%s is refused in a sentence', (_, sent, says) => expect(refused(sent)).toMatch(says));

test('the program is found in whatever names one', () => {
  expect(programNamedBy(event('AdmitPatient'))).toBe('mercy-inpatient');
  expect([programNamedBy(null), programNamedBy({ data: { programId: 7 } }), programNamedBy({})]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('every schema is complete in itself', () => {
  for (const command of COMMANDS) {
    const schema = commandSchema(command) as { definitions?: object };
    const references = [...JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)].map(
      ([, name]) => name!,
    );
    expect(Object.keys(schema.definitions ?? {})).toEqual([...new Set(references)].sort());
  }
});
