import type { PathwayCommand } from '@stepwell/pathway';
import { DAY, HOUR } from './calendar.ts';
import type { TrueEpisode } from './life.ts';
import { admission, referenceTo } from './placement.ts';
import { introduction, type Identity } from './tell-identity.ts';
import type { Telling } from './telling.ts';

const WRONG = 0.02;
const RESENT = 0.02;

/**
 * Tells of the admission, for some first a day early. Returns when the right one was told. `clearSince` is when the
 * patient was last there: nobody is admitted twice at the same time.
 */
export const tellAdmission = (
  telling: Telling,
  identity: Identity,
  episode: TrueEpisode,
  clearSince: number,
): number => {
  const { life, random } = telling;
  const { facilityId, stays } = episode;
  const { at } = stays[0]!.begin;
  const data = admission(episode, life.patient);
  const admit = (when: number): PathwayCommand[] => [
    ...introduction(life, identity, facilityId, when),
    { type: 'AdmitPatient', data },
  ];
  const settled = telling.settledAt(facilityId);
  const errs = clearSince < at - DAY && telling.mayErr({ at, after: settled }, WRONG);
  const after = errs ? tellDayEarly(telling, episode, admit(at - DAY), settled) : settled;
  const told = telling.say({
    ...{ facilityId, at, actor: 'registrar', lag: 'admission', after },
    commands: admit(at),
  });
  if (random.chance(RESENT)) telling.repeat('resent');
  return told;
};

/** Returns when the mistake had been noticed and cancelled. */
const tellDayEarly = (
  telling: Telling,
  episode: TrueEpisode,
  commands: readonly PathwayCommand[],
  settled: number,
): number => {
  const { facilityId, stays } = episode;
  const { at } = stays[0]!.begin;
  const spoken = { facilityId, at: at - DAY, lag: 'correction' } as const;
  const wrong = telling.say({ ...spoken, actor: 'registrar', commands, after: Math.max(settled, at) });
  const data = { episode: referenceTo(episode), reason: 'wrong date' };
  return telling.say({
    ...{ ...spoken, actor: 'health-records', after: wrong + telling.random.whole(1, 48) * HOUR },
    commands: [{ type: 'CancelAdmission', data }],
  });
};
