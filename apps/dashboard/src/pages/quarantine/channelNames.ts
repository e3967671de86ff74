import type { QuarantineItem } from '../../api/types.ts';

export const channelNames: Record<QuarantineItem['channel'], string> = {
  hl7v2: 'HL7 v2',
  cloudevents: 'CloudEvents',
  kafka: 'Kafka',
  'teds-d': 'TEDS-D',
};
