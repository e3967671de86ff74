import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import {
  admitted,
  cancelled,
  discharged,
  jan,
  moved,
  pathwayOf,
  placed,
  registered,
  transitioned,
} from '../testing/index.ts';
import { timeline } from '../timeline.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { EpisodeReference } from './care-command.ts';
import type { LevelOfCare } from '../level-of-care.ts';

const north = { facilityId: 'north' };
const transition = (
  level: LevelOfCare,
  stayId = 's2',
  episode: EpisodeReference = north,
): PathwayCommand => ({
  type: 'TransitionLevelOfCare',
  data: { ...placed(level), stayId, episode },
});
const transitions = (level: LevelOfCare, stayId = 's2', fromStayId = 's1') =>
  ({
    type: 'LevelOfCareTransitioned',
    data: { ...placed(level), episodeId: 'e1', stayId, fromStayId },
  }) as const;

describe('a transition', () => {
  const past = [registered, admitted(jan(5))] as const;

  test('begins the next stay of the episode', () =>
    given(pathway, ...past)
      .when(transition('residential'), jan(9))
      .then(transitions('residential')));
  test('sent twice changes nothing', () =>
    given(pathway, ...past, transitioned(jan(9), 'residential'))
      .when(transition('residential'), jan(9))
      .thenNothing());
  test('to where the patient is changes nothing', () =>
    given(pathway, ...past)
      .when(transition('inpatient'), jan(9))
      .thenNothing());
  test.each([
    ['another time', transition('residential'), jan(10)],
    ['another level', transition('outpatient'), jan(9)],
    ['the name of the first stay', transition('outpatient', 's1'), jan(9)],
  ])('of a known stay with %s is refused', (_, command, at) =>
    given(pathway, ...past, transitioned(jan(9), 'residential'))
      .when(command, at)
      .thenRefused('stay-known'),
  );
  test('at the instant of the admission is taken', () =>
    given(pathway, ...past)
      .when(transition('residential'), jan(5))
      .then(transitions('residential')));
  test('before the admission is refused', () =>
    given(pathway, ...past)
      .when(transition('residential'), jan(4))
      .thenRefused('before-admission'));
  test('from the discharge on is refused', () =>
    given(pathway, ...past, discharged(jan(9)))
      .when(transition('residential'), jan(9))
      .thenRefused('already-discharged'));
  test.each<EpisodeReference>([
    { episodeId: 'e9' },
    { facilityId: 'south' },
    { ...north, visitNumber: 'v9' },
  ])('in an episode that is not known is refused: %j', (episode) =>
    given(pathway, ...past)
      .when(transition('residential', 's2', episode), jan(9))
      .thenRefused('not-admitted'),
  );
});

describe('a transition that comes late', () => {
  const past = [registered, admitted(jan(5)), transitioned(jan(15), 'outpatient')] as const;

  test('is inserted between the stays that are known', () => {
    given(pathway, ...past)
      .when(transition('residential', 's3'), jan(10))
      .then(transitions('residential', 's3'));
    const { stays } = timeline(
      pathwayOf(...past, transitioned(jan(10), 'residential', { stayId: 's3', fromStayId: 's1' })),
    );
    expect(stays.map(({ level, begin, end }) => [level, begin.day, end?.day])).toEqual([
      ['inpatient', '2026-01-05', '2026-01-10'],
      ['residential', '2026-01-10', '2026-01-15'],
      ['outpatient', '2026-01-15', undefined],
    ]);
  });
  test('is compared with the stay of its own time', () =>
    given(pathway, ...past)
      .when(transition('inpatient', 's3'), jan(10))
      .thenNothing());
  test('to the level of the next stay moves the beginning of that stay forward', () => {
    const { stays } = timeline(
      pathwayOf(...past, transitioned(jan(10), 'outpatient', { stayId: 's3', fromStayId: 's1' })),
    );
    expect(stays.map(({ stayId, begin }) => [stayId, begin.day])).toEqual([
      ['s1', '2026-01-05'],
      ['s3', '2026-01-10'],
    ]);
  });
  test('to the level of the next stay keeps the place where the patient lay', () => {
    const late = { stayId: 's3', fromStayId: 's1', location: '3 West' };
    const { stays } = timeline(pathwayOf(...past, transitioned(jan(10), 'outpatient', late)));
    expect(stays.at(-1)).toMatchObject({ stayId: 's3', location: '3 West' });
  });
  test('of an episode that has ended since is taken', () =>
    given(pathway, registered, admitted(jan(5)), discharged(jan(20)))
      .when(transition('residential'), jan(10))
      .then(transitions('residential')));
});

test('after its cancellation a transition is recorded anew', () =>
  given(
    pathway,
    registered,
    admitted(jan(5)),
    transitioned(jan(9), 'residential'),
    cancelled(jan(10), 'TransitionCancelled', 'e2'),
  )
    .when(transition('residential'), jan(9))
    .then(transitions('residential')));

describe('a transfer of location', () => {
  const past = [registered, admitted(jan(5), 'inpatient', { location: '2 East' })] as const;
  const transfer = (location: string): PathwayCommand => ({
    type: 'TransferLocation',
    data: { location, episode: north },
  });
  const transfers = (location: string, stayId = 's1') =>
    ({ type: 'LocationTransferred', data: { episodeId: 'e1', stayId, location } }) as const;

  test('is recorded of the stay', () =>
    given(pathway, ...past)
      .when(transfer('3 West'), jan(6))
      .then(transfers('3 West')));
  test('to where the patient lies changes nothing', () =>
    given(pathway, ...past)
      .when(transfer('2 East'), jan(6))
      .thenNothing());
  test('sent twice changes nothing', () =>
    given(pathway, ...past, moved(jan(6), '3 West'))
      .when(transfer('3 West'), jan(6))
      .thenNothing());
  test('that comes late is compared with where the patient lay then', () => {
    const later = [...past, moved(jan(8), '3 West')] as const;
    given(pathway, ...later)
      .when(transfer('3 West'), jan(6))
      .then(transfers('3 West'));
    given(pathway, ...later, moved(jan(6), '4 North'))
      .when(transfer('4 North'), jan(6))
      .thenNothing();
  });
  test('belongs to the stay in which it falls, though that came to light later', () => {
    const known = pathwayOf(
      ...past,
      moved(jan(8), '3 West'),
      transitioned(jan(7), 'residential', { location: '9 South' }),
    );
    expect(timeline(known).stays.map(({ stayId, location }) => [stayId, location])).toEqual([
      ['s1', '2 East'],
      ['s2', '3 West'],
    ]);
  });
  test('before the admission is refused', () =>
    given(pathway, ...past)
      .when(transfer('3 West'), jan(4))
      .thenRefused('before-admission'));
  test('from the discharge on is refused', () =>
    given(pathway, ...past, discharged(jan(9)))
      .when(transfer('3 West'), jan(10))
      .thenRefused('already-discharged'));
  test('of a patient who is nowhere is refused', () =>
    given(pathway, registered).when(transfer('3 West'), jan(6)).thenRefused('not-admitted'));
});
