import type { Admission, EpisodeReference, PathwayCommand, Placement } from '@stepwell/pathway';
import { DAY, HOUR } from './calendar.ts';
import type { TrueEpisode, TrueStay } from './life.ts';
import { PROGRAMS, type SimulatedProgram } from './network.ts';
import type { Patient } from './patient.ts';
import { introduction, type Identity } from './tell-identity.ts';
import type { Telling } from './telling.ts';

// How often a fact is told wrongly at first, and how often it is sent again.
const WRONG_ADMISSION = 0.02;
const WRONG_TRANSITION = 0.05;
const RESENT = 0.02;

/** The hospital's messages know visits, the other senders use our ids. */
export const referenceTo = ({ facilityId, episodeId, visitNumber }: TrueEpisode): EpisodeReference =>
  facilityId === 'mercy-general' ? { facilityId, visitNumber } : { episodeId };

const placementAt = ({ level, levelCode, facilityId, programId, timeZone }: SimulatedProgram): Placement => ({
  level,
  ...(levelCode && { levelCode }),
  facilityId,
  programId,
  timeZone,
});

export const admission = (episode: TrueEpisode, { diagnoses, substances }: Patient): Admission => {
  const { episodeId, visitNumber, plannedNextLevel, location, stays } = episode;
  const { stayId, program } = stays[0]!;
  return {
    ...placementAt(program),
    ...{ episodeId, stayId, visitNumber, diagnoses },
    ...(substances.length > 0 && { substances }),
    ...(plannedNextLevel && { plannedNextLevel }),
    ...(location && { location }),
  };
};

/** Tells of the admission, for some first a day early. Returns when the right one was told. */
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
  let after = settled;
  const early = at - DAY;
  if (clearSince < early && telling.mayErr({ at, after }, WRONG_ADMISSION)) {
    const spoken = { facilityId, actor: 'registrar', lag: 'correction' } as const;
    const wrong = telling.say({ ...spoken, at: early, commands: admit(early), after: Math.max(after, at) });
    const cancel = {
      type: 'CancelAdmission',
      data: { episode: referenceTo(episode), reason: 'wrong date' },
    } as const;
    const noticed = wrong + random.whole(1, 48) * HOUR;
    after = telling.say({
      ...spoken,
      at: early,
      commands: [cancel],
      after: noticed,
      actor: 'health-records',
    });
  }
  const told = telling.say({
    ...{ facilityId, at, actor: 'registrar', lag: 'admission', after },
    commands: admit(at),
  });
  // Not after a correction: carried out together with it, the repetition would be compared with the cancelled one.
  if (after === settled && random.chance(RESENT)) telling.repeat('resent');
  return told;
};

/** Tells of the changes of level in their order, for some first of a wrong program. Returns when all was told. */
export const tellTransitions = (telling: Telling, episode: TrueEpisode, admitted: number): Told => {
  let told: Told = { last: admitted, corrected: admitted };
  for (const [n, stay] of episode.stays.entries())
    if (n > 0) told = tellTransition(telling, episode, episode.stays[n - 1]!, stay, told);
  return told;
};

interface Told {
  /** When the last change of level was told. */
  readonly last: number;
  /** When the last wrong one had been put right: nothing may end before. */
  readonly corrected: number;
}

const tellTransition = (
  telling: Telling,
  episode: TrueEpisode,
  from: TrueStay,
  { stayId, program, begin }: TrueStay,
  { last, corrected }: Told,
): Told => {
  const { facilityId } = episode;
  const { at } = begin;
  const to = (id: string, where: SimulatedProgram): PathwayCommand => ({
    type: 'TransitionLevelOfCare',
    data: { ...placementAt(where), stayId: id, episode: referenceTo(episode) },
  });
  const spoken = { facilityId, at, actor: 'clinician', lag: 'change' } as const;
  const wrong = PROGRAMS.find(
    (one) => one.facilityId === facilityId && one !== program && one !== from.program,
  );
  if (!wrong || !telling.mayErr({ at, after: last }, WRONG_TRANSITION)) {
    const told = telling.say({ ...spoken, commands: [to(stayId, program)], after: last });
    if (telling.random.chance(RESENT)) telling.repeat('resent');
    return { last: told, corrected };
  }
  const first = telling.say({
    ...spoken,
    commands: [to(telling.random.uuid(), wrong)],
    after: last,
    lag: 'errand',
  });
  const cancel = {
    type: 'CancelTransition',
    data: { episode: referenceTo(episode), reason: 'wrong program' },
  } as const;
  const noticed = first + telling.random.whole(1, 60) * HOUR;
  const after = telling.say({ ...spoken, commands: [cancel], after: noticed, lag: 'correction' });
  const told = telling.say({ ...spoken, commands: [to(stayId, program)], after, lag: 'correction' });
  return { last: told, corrected: told };
};
