import type { RecordedEvent } from '@stepwell/event-sourcing';
import { KafkaWriter, eventToMessage, type KafkaSettings } from '@stepwell/edges/kafka';
import type { Destination } from './relay.ts';

/** Topics of a Kafka, which get all that ever was recorded. */
export class KafkaDestination implements Destination {
  readonly name = 'kafka';
  readonly begins = 'at-the-start';
  private readonly settings: KafkaSettings;
  private writer: KafkaWriter | undefined;

  constructor(settings: KafkaSettings) {
    this.settings = settings;
  }

  async open(): Promise<void> {
    const { pathway, program } = this.settings.topics;
    this.writer = await KafkaWriter.open(this.settings, [pathway, program]);
  }

  async deliver(events: readonly RecordedEvent[]): Promise<void> {
    const { topics } = this.settings;
    const byCategory = { pathway: topics.pathway, program: topics.program };
    await this.writer!.write(events.map((event) => eventToMessage(event, byCategory, this.settings)));
  }

  async close(): Promise<void> {
    const { writer } = this;
    this.writer = undefined;
    await writer?.close();
  }
}
