import type { LevelOfCare } from '@stepwell/pathway';
import { momentAt } from './calendar.ts';
import type { TrueEpisode, TrueStay } from './life.ts';
import { programOf } from './network.ts';
import { isBed, openEpisode, type Walk } from './walk.ts';

/** What happens beside the course of treatment: passes and leaves, other beds, counselling elsewhere, referrals. */
export const addInterludes = (walk: Walk, firstDay: number): void => {
  for (const episode of [...walk.episodes]) {
    addMove(walk, episode);
    addReferral(walk, episode, firstDay);
    addLeave(walk, episode);
    for (const stay of episode.stays) addCounselling(walk, stay);
  }
  walk.episodes.sort((a, b) => a.stays[0]!.begin.at - b.stays[0]!.begin.at);
};

const addMove = ({ random }: Walk, episode: TrueEpisode): void => {
  const { begin, end, program } = episode.stays[0]!;
  if (!episode.location || !end || end.day - begin.day < 3 || !random.chance(0.2)) return;
  const day = begin.day + random.whole(1, end.day - begin.day - 1);
  const moment = momentAt(program.timeZone, day, random.whole(10 * 60, 15 * 60));
  const other = episode.location.endsWith('^A') ? 'B' : 'A';
  episode.move = { moment, location: `${episode.location.slice(0, -1)}${other}` };
};

const addReferral = ({ random, referrals }: Walk, episode: TrueEpisode, firstDay: number): void => {
  const { begin, program } = episode.stays[0]!;
  const day = begin.day - random.whole(1, 9);
  if (program.facilityId === 'mercy-general' || day < firstDay || !random.chance(0.5)) return;
  referrals.push({
    referralId: random.uuid(),
    facilityId: program.facilityId,
    level: program.level,
    moment: momentAt(program.timeZone, day, random.whole(9 * 60, 16 * 60)),
  });
};

/** A pass of some nights from a house, a week off from a day program. */
const LEAVES: Readonly<Partial<Record<LevelOfCare, { share: number; nights: [number, number] }>>> = {
  residential: { share: 0.14, nights: [1, 3] },
  'partial-hospitalization': { share: 0.03, nights: [4, 7] },
  'intensive-outpatient': { share: 0.08, nights: [5, 9] },
  outpatient: { share: 0.06, nights: [10, 21] },
};

const addLeave = (walk: Walk, episode: TrueEpisode): void => {
  const { random } = walk;
  const stay = episode.stays.at(-1)!;
  const { program, begin, end } = stay;
  const custom = LEAVES[program.level];
  if (!custom || !end || episode.leaves.length > 0 || !random.chance(custom.share)) return;
  const length = random.whole(...custom.nights);
  if (end.day - begin.day < length + 6) return;
  if (isBed(program.level) && episode.discharge?.reason === 'against-advice')
    return abscond(walk, episode, stay);
  const day = begin.day + random.whole(3, end.day - begin.day - length - 2);
  episode.leaves.push({
    leaveId: random.uuid(),
    begin: momentAt(program.timeZone, day, random.whole(12 * 60, 17 * 60)),
    end: momentAt(program.timeZone, day + length, random.whole(7 * 60, 8 * 60)),
  });
};

/** Goes on a pass and does not come back: the leave has no end but the discharge. */
const abscond = ({ random }: Walk, { leaves }: TrueEpisode, { program, end }: TrueStay): void => {
  const begin = momentAt(program.timeZone, end!.day - random.whole(1, 3), random.whole(12 * 60, 17 * 60));
  leaves.push({ leaveId: random.uuid(), begin });
};

/** Some patients of Lakeside's day programs see a counsellor at Harbor meanwhile: two stays at the same time. */
const addCounselling = (walk: Walk, { program, begin, end }: TrueStay): void => {
  const { random, horizon } = walk;
  const isDayProgram = program.programId === 'lakeside-iop' || program.programId === 'lakeside-php';
  if (!isDayProgram || (end && end.day - begin.day < 21) || !random.chance(0.08)) return;
  const counselling = programOf('harbor-op');
  const from = momentAt(counselling.timeZone, begin.day + random.whole(3, 7), random.whole(9 * 60, 12 * 60));
  if (from.at >= horizon) return;
  const episode = openEpisode(walk, { program: counselling, begin: from });
  if (!end) return;
  // Over before a possible hand-over to Harbor begins: a facility has one episode of a patient at a time.
  episode.stays[0]!.end = momentAt(counselling.timeZone, end.day - 5, random.whole(13 * 60, 16 * 60));
  episode.discharge = { reason: 'completed' };
};
