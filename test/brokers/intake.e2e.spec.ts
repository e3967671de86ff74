import { setTimeout as sleep } from 'node:timers/promises';
import { START, StoreUnavailable, foldAll } from '@stepwell/event-sourcing';
import { patientIdOf } from '@stepwell/edges/ids';
import { pathwayFold, timeline } from '@stepwell/pathway';
import type { KafkaSettings } from '@stepwell/edges/kafka';
import { KAFKA_VERSIONS, missingFor } from '../../infra/kafka/distribution.ts';
import { until } from '../e2e/testing/built.ts';
import { runPlatform, type RunningPlatform } from '../e2e/testing/running-platform.ts';
import { produceWithJava } from './testing/java-producer.ts';
import { onKafka } from './testing/on-kafka.ts';
import { Sender, binary, commandEvent, structured } from './testing/sender.ts';

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

for (const version of KAFKA_VERSIONS)
  onKafka('what is taken from a topic', { version }, (kafka) => {
    let platform: RunningPlatform;
    let settings: KafkaSettings;
    let sender: Sender;
    beforeAll(async () => {
      settings = kafka().settings();
      platform = await runPlatform({ kafka: settings });
      for (const [programId, level] of [
        ['mercy-inpatient', 'inpatient'],
        ['north-iop', 'intensive-outpatient'],
      ])
        await platform.post('/v1/programs', {
          ...{ programId, level, name: programId, facilityId: 'mercy-general', facilityName: 'Mercy' },
          timeZone: 'America/Chicago',
        });
      sender = new Sender(kafka().address, settings.topics.commands);
      await until(
        () => sender.asAdmin(async (admin) => (await admin.listTopics()).includes(settings.topics.commands)),
        () => 'the topic was not made',
      );
    });
    afterAll(() => platform.stop());

    const streamOf = (patient: string) =>
      platform.foundation.store.readStream(
        `pathway-${patientIdOf({ system: 'mercy-general', value: patient })}`,
      );
    const typesOf = async (patient: string) => (await streamOf(patient)).map(({ type }) => type);
    const done = () =>
      until(
        () => sender.isDone(settings.groupId),
        () => 'not everything was committed',
        25_000,
      );
    const quarantined = async () => (await platform.get('/v1/quarantine?limit=500')).body.items;
    const health = async () => (await platform.get('/health/ready')).body;

    test('is recorded in order, in either mode, before its offset is committed', async () => {
      const patients = Array.from({ length: 20 }, (_, n) => `in-${n}`);
      const course = (patient: string, mode: typeof structured) => [
        mode(commandEvent('RegisterPatient', patient)),
        mode(commandEvent('AdmitPatient', patient, { time: '2026-03-01T16:00:00.000Z' })),
        mode(commandEvent('StartLeave', patient, { time: '2026-03-03T16:00:00.000Z' })),
      ];
      await sender.send(...patients.flatMap((patient, n) => course(patient, n % 2 ? structured : binary)));
      await done();
      for (const patient of patients)
        expect(await typesOf(patient)).toEqual(['PatientRegistered', 'PatientAdmitted', 'LeaveStarted']);
    });

    test('takes effect once, however often it comes', async () => {
      const messages = [
        structured(commandEvent('RegisterPatient', 'twice')),
        binary(commandEvent('AdmitPatient', 'twice', { time: '2026-03-01T16:00:00.000Z' })),
      ];
      messages[1]!.headers!['traceparent'] = TRACE;
      await sender.send(...messages, ...messages);
      await sender.send(...messages);
      await done();
      const events = await streamOf('twice');
      expect(events.map(({ type }) => type)).toEqual(['PatientRegistered', 'PatientAdmitted']);
      expect(timeline(foldAll(pathwayFold, events)).stays).toHaveLength(1);
      expect(events[0]!.metadata.source).toMatchObject({ system: 'urn:ehr:mercy' });
      expect(events.map(({ metadata }) => metadata.traceparent)).toEqual([undefined, TRACE]);
    });

    const withoutJava = missingFor(version);
    const title = 'is read however a client in Java compresses it';
    (withoutJava ? test.skip : test)(
      withoutJava ? `${title}: this needs ${withoutJava}` : title,
      async () => {
        const codecs = ['gzip', 'snappy', 'lz4', 'zstd'];
        const events = Array.from({ length: 800 }, (_, n) => commandEvent('RegisterPatient', `java-${n}`));
        const lines = events.map((event) => JSON.stringify(event)).join('\n');
        await produceWithJava(version, kafka().address, settings.topics.commands, codecs, lines);
        await done();
        const types = await Promise.all([0, 1, 2, 3, 796, 797, 798, 799].map((n) => typesOf(`java-${n}`)));
        expect(types).toEqual(types.map(() => ['PatientRegistered']));
      },
    );

    test('is kept whole in quarantine where it can be no command, and stops nothing behind it', async () => {
      const key = 'poison';
      const huge = commandEvent('RegisterPatient', key, { data: { nonsense: 'x'.repeat(900_000) } });
      const poison = [
        { key, value: '{"specversion":' },
        { key, value: Buffer.from([0xff, 0xfe, 0x00]) },
        { key, value: null },
        { key, value: '[]' },
        { ...binary(commandEvent('AdmitPatient', key)), value: 'no json' },
        structured(huge),
        { key, headers: { ce_specversion: ['1.0', '0.3'] }, value: '{}' },
        { key, value: '['.repeat(20_000) + ']'.repeat(20_000) },
        {
          key,
          value: JSON.stringify({ ...commandEvent('AdmitPatient', key), datacontenttype: { toString: 1 } }),
        },
      ];
      await sender.send(...poison, structured(commandEvent('RegisterPatient', key)));
      await done();
      expect(await typesOf(key)).toEqual(['PatientRegistered']);
      const items = (await quarantined()).filter(({ channel }: { channel: string }) => channel === 'kafka');
      expect(items).toHaveLength(poison.length);
      for (const { detail } of items)
        expect(detail).toMatch(new RegExp(`topic ${settings.topics.commands}, partition \\d, offset \\d+`));
      expect(items.map(({ code }: { code: string }) => code).toSorted()).toEqual(
        [
          'empty-message',
          'invalid-attribute',
          'invalid-attribute',
          'invalid-data',
          'invalid-data',
          'not-a-cloudevent',
          'not-a-cloudevent',
          'not-a-cloudevent',
          'not-a-cloudevent',
        ].toSorted(),
      );
    });

    test('waits uncommitted while the log is out of reach, and says so', async () => {
      const { store } = platform.foundation;
      const append = store.append.bind(store);
      const streamNamed = (value: string) => `pathway-${patientIdOf({ system: 'mercy-general', value })}`;
      let tried = 0;
      store.append = async (streamId, ...more) => {
        if (streamId === streamNamed('waits')) {
          tried += 1;
          throw new StoreUnavailable('the log is away');
        }
        // After the other partition has failed, if that was fetched together with this one.
        for (let n = 0; n < 40 && tried === 0; n++) await sleep(50);
        return append(streamId, ...more);
      };
      const [waits, other] = ['waits', 'goes-on'].map((patient) =>
        structured(commandEvent('RegisterPatient', patient)),
      );
      const broken = { value: 'no event, sent once', partition: 1 };
      await sender.send(broken, { ...waits!, partition: 1 }, { ...other!, partition: 2 });
      await until(
        async () => tried > 2 && (await typesOf('goes-on')).length > 0,
        () => 'the other partition was held up',
      );
      const { status, fault } = await health();
      expect([status, fault]).toEqual([
        'degraded',
        'What comes from Kafka cannot be recorded and waits there (partition 1): the log is away',
      ]);
      const { 1: committed } = await sender.committed(settings.groupId);
      const ends = await sender.asAdmin((admin) => admin.fetchTopicOffsets(settings.topics.commands));
      expect(committed).not.toBe(ends.find(({ partition }) => partition === 1)!.high);
      store.append = append;
      await done();
      expect(await typesOf('waits')).toEqual(['PatientRegistered']);
      expect((await health()).status).toBe('ok');
      const items = (await platform.get('/v1/quarantine?text=sent%20once')).body.items;
      // It came once, however often it was tried.
      expect(items).toMatchObject([{ code: 'not-a-cloudevent', timesSeen: 1 }]);
    });

    test('is kept byte for byte, with its headers in binary mode, and tried again from there', async () => {
      const early = commandEvent('AdmitPatient', 'kept', {
        time: '2026-03-01T16:00:00.000Z',
        id: 'kept 1\n"ü%',
      });
      const { data, ...attributes } = JSON.parse(JSON.stringify(early)) as { data: object };
      const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]);
      const message = {
        key: 'kept',
        headers: Object.fromEntries([['content-type', 'application/json'], ...headers]),
        value: ` ${JSON.stringify(data)}\r\n`,
      };
      await sender.send(message, { key: 'kept', value: '{"specversion": "1.0",\t"id":"kept-2"}' });
      await done();
      const contentOf = async (text: string) => {
        const [{ id }] = (await platform.get(`/v1/quarantine?text=${text}`)).body.items;
        return { id, content: (await platform.get(`/v1/quarantine/${id}`)).body.content };
      };
      expect((await contentOf('kept-2')).content).toBe('{"specversion": "1.0",\t"id":"kept-2"}');
      const { id, content } = await contentOf('mercy-general|kept');
      expect(content).toContain('content-type: application/json\n');
      expect(content).toContain('\nce_id: "kept 1\\n\\"ü%"\n');
      expect(content.endsWith(`\n\n${message.value}`)).toBe(true);
      await sender.send(structured(commandEvent('RegisterPatient', 'kept')));
      await done();
      expect((await platform.post(`/v1/quarantine/${id}/replay`, {})).body).toMatchObject({
        outcome: 'accepted',
      });
      await sender.send(message);
      await done();
      expect(await typesOf('kept')).toEqual(['PatientRegistered', 'PatientAdmitted']);
    });

    test('whatever came in goes out to the topic of patients', async () => {
      const { store } = platform.foundation;
      const count = (await store.readLog(START, 1_000)).filter(({ streamId }) =>
        streamId.startsWith('pathway-'),
      ).length;
      const written = async () => {
        const offsets = await sender.asAdmin((admin) => admin.fetchTopicOffsets(settings.topics.pathway));
        return offsets.reduce((sum, { high }) => sum + Number(high), 0);
      };
      await until(
        async () => (await written()) === count,
        () => 'not everything went out',
      );
    });
  });
