import type { DischargeReason, Episode } from '@stepwell/pathway';
import { define, type History, type Index } from './define.ts';
import { isIntensiveOutpatient } from './level-admissions.ts';
import type { Measure } from './measure.ts';

interface Ended extends Index {
  readonly reason: DischargeReason;
}

/** DOMAIN: IOP episodes ended. By the level of the last stay: who went on to outpatient care is not discharged from IOP. */
const endedInIop = ({ timeline: { episodes } }: History): Ended[] =>
  episodes.flatMap(({ stays, discharge }: Episode) => {
    const stay = stays.at(-1);
    if (!discharge || !stay || !isIntensiveOutpatient(stay)) return [];
    const says = `Discharged from intensive outpatient care on ${discharge.day}`;
    return { stay, moment: discharge, reason: discharge.reason, says };
  });

const completionBy = (id: string, title: string, reasons: readonly DischargeReason[]): Measure =>
  define({
    id,
    version: 1,
    title,
    family: 'Retention and completion',
    description: `Intensive outpatient episodes that ended with the patient ${reasons.join(' or ')}.`,
    denominator: 'Discharges from intensive outpatient care.',
    numerator: `The discharge reason is ${reasons.join(' or ')} (TEDS reasons 1 to 7).`,
    window: 'None: the discharge itself decides.',
    // SAMHSA, TEDS-D codebook: REASON.
    sources: ['The reasons of discharge of the Treatment Episode Data Set (SAMHSA, TEDS-D).'],
    usesSessions: false,
    parameters: {},
    indexes: endedInIop,
    exclusions: [],
    windowDays: () => 0,
    counts: ({ reason }) => (reasons.includes(reason) ? { says: reason } : undefined),
    otherwise: (_, { reason }) => reason,
  });

/** DOMAIN: outcome measures, `completion`: reason 1 and, apart, reasons 1 and 4. */
export const completions = [
  completionBy('completion', 'Treatment completion (IOP)', ['completed']),
  completionBy('completion-or-transfer', 'Completion or transfer (IOP)', ['completed', 'transferred']),
];
