import type { EventStore } from '@stepwell/event-sourcing';
import type { Pool } from 'pg';
import type { Settings } from '../tokens.ts';
import { EarlierReports } from './earlier-reports.ts';

const earlier = new EarlierReports(
  {} as Pool,
  {} as EventStore,
  { timeZone: 'America/New_York' } as Settings,
  () => '2026-05-10',
);

test('asks about the day that it was where the installation is', () =>
  expect(earlier.moment('2026-05-02T03:00:00Z')).toEqual({
    ...{ instant: '2026-05-02T03:00:00.000Z', today: '2026-05-01' },
  }));

test('closes no window that is open today for a day that is still to come, as it may have begun for who asks', () =>
  expect(earlier.moment('2026-05-11')).toMatchObject({ today: '2026-05-10' }));
