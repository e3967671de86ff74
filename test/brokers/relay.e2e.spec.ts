import { PostgresEventStore } from '@stepwell/event-store/postgres';
import type { ProgramEvent } from '@stepwell/pathway';
import type { Past } from '@stepwell/event-sourcing/testing';
import { admitted, jan, registered } from '@stepwell/pathway/testing';
import { migrate } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { tell, tellProgram } from '@stepwell/read-models/testing';
import { KAFKA_VERSIONS } from '../../infra/kafka/distribution.ts';
import { KafkaDestination } from '../../libs/services/src/relay/kafka-destination.ts';
import { relayMigrations } from '../../libs/services/src/relay/relay-checkpoints.ts';
import { Relay } from '../../libs/services/src/relay/relay.ts';
import { until } from '../e2e/testing/built.ts';
import { onKafka } from './testing/on-kafka.ts';
import { Receiver } from './testing/receiver.ts';

const defined: Past<ProgramEvent> = {
  type: 'ProgramDefined',
  data: {
    programId: 'iop',
    name: 'Evening IOP',
    facilityId: 'north',
    facilityName: 'North',
    level: 'intensive-outpatient',
    timeZone: 'America/New_York',
  },
};

for (const version of KAFKA_VERSIONS)
  onKafka('the relay', { version }, (kafka) => {
    let database: TestDatabase;
    let store: PostgresEventStore;
    const relays: Relay[] = [];
    const receivers: Receiver[] = [];
    const told: string[] = [];
    beforeEach(async () => {
      database = await testDatabase();
      await migrate(database.pool, 'relay', relayMigrations);
      store = await PostgresEventStore.open({ url: database.url });
    });
    afterEach(async () => {
      await Promise.all(relays.splice(0).map((one) => one.stop()));
      await Promise.all(receivers.splice(0).map((one) => one.close()));
      await store.close();
      await database.drop();
    });

    const relay = (settings = kafka().settings()) => {
      const one = new Relay(database.pool, store, new KafkaDestination(settings), (line) => told.push(line));
      relays.push(one);
      one.start();
      return one;
    };
    const receiver = async (topic: string): Promise<Receiver> => {
      const one = await Receiver.open(kafka().address, topic);
      receivers.push(one);
      return one;
    };
    const whole = () => told.join('\n');

    test('writes what was recorded before and after it began, as CloudEvents, each patient’s in order', async () => {
      const settings = kafka().settings();
      for (let n = 0; n < 20; n++) await tell(store, `p${n}`, registered);
      relay(settings);
      for (let n = 0; n < 20; n++) await tell(store, `p${n}`, admitted(jan(1), 'inpatient'));
      const { records } = await receiver(settings.topics.pathway);
      await until(() => records.length >= 40, whole);
      expect(records).toHaveLength(40);
      const events = await store.readLog('0' as never, 100);
      for (const event of events) {
        const key = event.streamId.slice('pathway-'.length);
        const record = records.find(({ headers }) => headers['ce_id'] === event.id)!;
        expect(record).toMatchObject({
          key,
          headers: {
            'content-type': 'application/json',
            ce_specversion: '1.0',
            ce_source: '/stepwell/test',
            ce_type: `stepwell.pathway.${event.type}.v1`,
            ce_subject: key,
            ce_partitionkey: key,
            ce_sequence: event.position.padStart(20, '0'),
            ce_revision: String(event.revision),
          },
        });
        expect(JSON.parse(record.value)).toEqual(event.data);
      }
      for (const [, own] of Map.groupBy(records, ({ key }) => key)) {
        expect(own.map(({ headers }) => headers['ce_revision'])).toEqual(['0', '1']);
        expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      }
      expect(new Set(records.map(({ partition }) => partition)).size).toBeGreaterThan(1);
    });

    test('programs have a topic of their own', async () => {
      const settings = kafka().settings();
      await tellProgram(store, 'iop', defined);
      relay(settings);
      const { records } = await receiver(settings.topics.program);
      await until(() => records.length > 0, whole);
      expect(records[0]).toMatchObject({ key: 'iop', headers: { ce_subject: 'iop' } });
    });
  });
