import { derivedId } from '@stepwell/edges/ids';
import { instrumentOf, type Eligibility } from '@stepwell/pathway';
import { DAY, HOUR, dateOf, type Moment } from './calendar.ts';
import type { TrueStay } from './life.ts';
import { endOf } from './life.ts';
import { Random } from './random.ts';
import type { Telling } from './telling.ts';

/** A stream of chance of its own: everything else is told as it was. */
const ASSESSING = 0x2b992ddf;

const HOURS: Partial<Record<TrueStay['program']['level'], number>> = {
  'partial-hospitalization': 20,
  'intensive-outpatient': 9,
};

/** Tells of day programs' eligibility assessments, plans and measurements, and of aftercare once treatment is completed. */
export const tellAssessments = (seed: number, telling: Telling): void => {
  const random = new Random(seed, telling.life.patient.number, ASSESSING);
  const first = telling.life.episodes[0]!.stays[0];
  for (const episode of telling.life.episodes) {
    for (const stay of episode.stays.filter(({ program }) => HOURS[program.level])) {
      tellStay(telling, random, stay);
      if (stay === first) tellFirstAssessments(telling, random, stay);
    }
    const end = endOf(episode);
    if (end && episode.discharge?.reason === 'completed' && episode.facilityId === 'harbor')
      tellAftercare(telling, random, end);
  }
};

const tellStay = (telling: Telling, random: Random, { stayId, program, begin, end }: TrueStay): void => {
  const { facilityId, programId, level, levelCode } = program;
  const place = { facilityId, programId };
  const referral = telling.life.referrals.findLast(
    (one) => one.facilityId === facilityId && one.level === level && one.moment.at <= begin.at,
  );
  const spoken = { facilityId, actor: 'clinician', lag: 'errand' } as const;
  telling.say({
    ...{ ...spoken, at: begin.at - 2 * HOUR },
    commands: [
      {
        type: 'AssessEligibility',
        data: {
          ...{ ...place, assessmentId: derivedId('simulated assessment', stayId), contraindications: [] },
          ...(referral && { referralId: referral.referralId }),
          ...(levelCode && { edition: levelCode.edition, recommendedCode: levelCode }),
          dimensions: [1, 2, 3, 4, 5, 6].map((dimension) => ({ dimension, severity: random.whole(0, 2) })),
          ...{ recommendedLevel: level, person: {} },
        },
      },
    ],
  });
  const plan = { planId: derivedId('simulated plan', stayId), hoursPerWeek: HOURS[level]! };
  telling.say({
    ...{ ...spoken, at: begin.at },
    commands: [
      {
        type: 'SetTreatmentPlan',
        data: { ...place, ...plan, effectiveFrom: dateOf(begin.day), person: {} },
      },
    ],
  });
  const last = Math.min(end?.at ?? Infinity, telling.horizon);
  let most = 3;
  for (let at = begin.at + HOUR; at < last; at += 14 * DAY) {
    const items = instrumentOf('PHQ-9').items.map(() => random.whole(most === 3 ? 1 : 0, most));
    const measurementId = derivedId('simulated measurement', stayId, String(at));
    const data = { measurementId, instrument: 'PHQ-9', items, ...place } as const;
    telling.say({ ...spoken, at, commands: [{ type: 'RecordOutcome', data }] });
    if (most > 1 && random.chance(0.5)) most -= 1;
  }
};

const CONTRAINDICATED = 0.15;

/** Some who come to a day program first are not well enough for it, and are a few days later. */
const tellFirstAssessments = (
  telling: Telling,
  random: Random,
  { stayId, program, begin }: TrueStay,
): void => {
  if (!random.chance(CONTRAINDICATED)) return;
  const { facilityId, programId } = program;
  const assessed = (name: string, data: Pick<Eligibility, 'contraindications' | 'recommendedLevel'>) =>
    ({
      type: 'AssessEligibility',
      data: { assessmentId: derivedId(name, stayId), facilityId, programId, ...data, person: {} },
    }) as const;
  const spoken = { facilityId, actor: 'clinician', lag: 'errand' } as const;
  const cleared = telling.say({
    ...{ ...spoken, at: begin.at - 3 * DAY },
    commands: [assessed('simulated clearance', { contraindications: [], recommendedLevel: program.level })],
  });
  // What was found first is written down last, so that it is never all that is known when the patient is admitted.
  telling.say({
    ...{ ...spoken, at: begin.at - 6 * DAY, after: cleared },
    commands: [
      assessed('simulated contraindication', {
        contraindications: ['needs-withdrawal-management'],
        recommendedLevel: 'withdrawal-management',
      }),
    ],
  });
};

const REACHED = 0.7;

const tellAftercare = (telling: Telling, random: Random, { at, day }: Moment): void => {
  const { patientId } = telling.life.patient;
  const enrollmentId = derivedId('simulated aftercare', patientId, String(at));
  const spoken = { facilityId: 'harbor', actor: 'alumni-coordinator', lag: 'errand' } as const;
  const data = { enrollmentId, facilityId: 'harbor', from: dateOf(day) };
  const enrolled = telling.say({ ...spoken, at, commands: [{ type: 'EnrollInAftercare', data }] });
  for (const days of [30, 90, 180, 365]) {
    const tried = at + days * DAY;
    if (tried >= telling.horizon) return;
    const reached = random.chance(REACHED);
    const contact = {
      ...{ contactId: derivedId('simulated contact', enrollmentId, String(days)), enrollmentId },
      method: 'phone' as const,
      reached,
      ...(reached && { abstinent: random.chance(0.6) }),
    };
    telling.say({
      ...{ ...spoken, at: tried, after: enrolled },
      commands: [{ type: 'RecordAftercareContact', data: contact }],
    });
  }
};
