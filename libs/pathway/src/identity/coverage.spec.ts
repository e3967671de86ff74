import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { coverageOn, payerOn, timeline } from '../timeline.ts';
import { jan, pathwayOf, registered } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Coverage } from './identity-event.ts';

const coverage = (over: Partial<Coverage> = {}): Coverage => ({
  coverageId: 'c1',
  payerId: 'hmo',
  from: '2026-01-01',
  person: { memberNumber: 'M-7' },
  ...over,
});
const start = (over: Partial<Coverage> = {}): PathwayCommand => ({
  type: 'StartCoverage',
  data: coverage(over),
});
const started = (over: Partial<Coverage> = {}) =>
  ({ type: 'CoverageStarted', data: coverage(over), at: jan(1) }) as const;
const end = (until: string, coverageId = 'c1'): PathwayCommand => ({
  type: 'EndCoverage',
  data: { coverageId, until },
});
const ended = (until: string, at = jan(10)) =>
  ({ type: 'CoverageEnded', data: { coverageId: 'c1', until }, at }) as const;

describe('starting a coverage', () => {
  test('it is recorded', () =>
    given(pathway, registered).when(start()).then({ type: 'CoverageStarted', data: coverage() }));
  test('said again it changes nothing', () =>
    given(pathway, registered, started()).when(start()).thenNothing());
  test('with other particulars it is refused', () =>
    given(pathway, registered, started())
      .when(start({ payerId: 'plan' }))
      .thenRefused('coverage-known'));
});

describe('what a feed says of a coverage', () => {
  const { from: _, ...seen } = coverage({ coverageId: 'c2' });
  const receive = (from?: string, over: Partial<Coverage> = {}): PathwayCommand => ({
    type: 'ReceiveCoverage',
    data: { ...seen, ...over, from, seenOn: '2026-01-07' },
  });

  test('one that came without its first day begins on the day it was seen', () =>
    given(pathway, registered)
      .when(receive())
      .then({ type: 'CoverageStarted', data: { ...seen, from: '2026-01-07' } }));
  test('one with its first day begins then', () =>
    given(pathway, registered)
      .when(receive('2025-06-01'))
      .then({ type: 'CoverageStarted', data: { ...seen, from: '2025-06-01' } }));
  test('one that is known under another id is the same', () =>
    given(pathway, registered, started()).when(receive()).thenNothing());
  test('one that is known by its id is the same, whatever else is said of it', () =>
    given(pathway, registered, started({ coverageId: 'c2' }))
      .when(receive('2020-01-01', { payerId: 'plan' }))
      .thenNothing());
  test('one seen after its like has ended is another', () =>
    given(pathway, registered, started(), ended('2026-01-06'))
      .when(receive())
      .then({ type: 'CoverageStarted', data: { ...seen, from: '2026-01-07' } }));
  test.each([{ payerId: 'plan' }, { person: { memberNumber: 'M-8' } }])('one of %j is another', (over) =>
    given(pathway, registered, started())
      .when(receive(undefined, over))
      .then({ type: 'CoverageStarted', data: { ...seen, ...over, from: '2026-01-07' } }),
  );
});

describe('ending a coverage', () => {
  const ends = { type: 'CoverageEnded', data: { coverageId: 'c1', until: '2026-01-31' } } as const;

  test('its last day is recorded', () =>
    given(pathway, registered, started()).when(end('2026-01-31'), jan(12)).then(ends));
  test('said again it changes nothing', () =>
    given(pathway, registered, started(), ended('2026-01-31'))
      .when(end('2026-01-31'), jan(12))
      .thenNothing());
  test('another last day takes the place of the one said before', () =>
    given(pathway, registered, started(), ended('2026-01-15')).when(end('2026-01-31'), jan(12)).then(ends));
  test('one that was said of an earlier day is recorded once and does not count any more', () => {
    const past = [registered, started(), ended('2026-01-15', jan(10))] as const;
    given(pathway, ...past)
      .when(end('2026-01-31'), jan(5))
      .then(ends);
    given(pathway, ...past, { ...ends, at: jan(5) })
      .when(end('2026-01-31'), jan(5))
      .thenNothing();
    expect(timeline(pathwayOf(...past, { ...ends, at: jan(5) })).coverages).toMatchObject([
      { until: '2026-01-15' },
    ]);
  });
  test('one that is unknown cannot end', () =>
    given(pathway, registered).when(end('2026-01-31')).thenRefused('coverage-unknown'));
  test('none ends before it starts', () =>
    given(pathway, registered, started())
      .when(end('2025-12-31'))
      .thenRefused('coverage-ends-before-it-starts'));
});

describe('the coverage of a day', () => {
  const known = timeline(
    pathwayOf(
      registered,
      started(),
      ended('2026-01-31'),
      started({ coverageId: 'c2', payerId: 'second', order: 2 }),
      started({ coverageId: 'c3', payerId: 'plan', from: '2026-02-01' }),
      started({ coverageId: 'c4', payerId: 'newer', from: '2026-02-10' }),
    ),
  );

  test.each([
    ['2025-12-31', undefined],
    ['2026-01-01', 'hmo'],
    ['2026-01-31', 'hmo'],
    ['2026-02-01', 'plan'],
    ['2026-02-10', 'newer'],
  ])('on %s it is that of %s', (day, payer) => expect(payerOn(known, day)).toBe(payer));

  test('the one that pays second counts where there is no first', () => {
    const second = pathwayOf(registered, started({ order: 2, payerId: 'second' }));
    expect(coverageOn(timeline(second), '2026-01-05')).toMatchObject({ payerId: 'second' });
  });
});
