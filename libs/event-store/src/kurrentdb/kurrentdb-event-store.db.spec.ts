import { eventStoreConformance } from '@stepwell/event-sourcing/testing';
import { GenericContainer, getContainerRuntimeClient, Wait, type StartedTestContainer } from 'testcontainers';
import { KurrentDbEventStore } from './kurrentdb-event-store.ts';

const IMAGE = 'kurrentplatform/kurrentdb:26.0';

const given = process.env.EVENTSTORE_URL;
if (given)
  eventStoreConformance('KurrentDbEventStore on the server of EVENTSTORE_URL', () => open(given), {
    idsKnownIn: 'stream',
    opensTwice: true,
  });
else
  test.skip('the laws of an event store on a server of one’s own: needs EVENTSTORE_URL, with MaxAppendSize 16000000', () =>
    undefined);

const engine = await getContainerRuntimeClient().catch(() => undefined);
if (engine) {
  let server: StartedTestContainer | undefined;
  beforeAll(async () => {
    server = await new GenericContainer(IMAGE)
      .withEnvironment({
        KURRENTDB_INSECURE: 'true',
        KURRENTDB_MAX_APPEND_SIZE: '16000000',
        KURRENTDB_MEM_DB: 'true',
        KURRENTDB_RUN_PROJECTIONS: 'All',
        KURRENTDB_START_STANDARD_PROJECTIONS: 'true',
      })
      .withExposedPorts(2113)
      .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCode(204))
      .start();
  }, 300_000);
  afterAll(() => server?.stop());

  eventStoreConformance(
    `KurrentDbEventStore on ${IMAGE}`,
    () => open(`kurrentdb://${server!.getHost()}:${server!.getMappedPort(2113)}?tls=false`),
    { idsKnownIn: 'stream', opensTwice: true },
  );
} else test.skip(`the laws of an event store on ${IMAGE}: needs a container engine`, () => undefined);

const open = (url: string) => KurrentDbEventStore.open({ url });
