import { timeline, type DischargeReason } from '@stepwell/pathway';
import { strata, type Measure } from './measure.ts';

const completionBy = (id: string, title: string, reasons: readonly DischargeReason[]): Measure => ({
  id,
  version: 1,
  title,
  description: `Intensive outpatient episodes that ended with the patient ${reasons.join(' or ')}.`,
  denominator: 'Discharges from intensive outpatient care.',
  numerator: `The discharge reason is ${reasons.join(' or ')} (TEDS reasons 1 to 7).`,
  exclusions: [],
  cases: (pathway) =>
    timeline(pathway).episodes.flatMap(({ stays, discharge }) => {
      const last = stays.at(-1);
      if (!discharge || last?.level !== 'intensive-outpatient') return [];
      return {
        caseId: discharge.eventId,
        indexOn: discharge.day,
        indexPrecision: discharge.precision,
        windowEnds: discharge.day,
        ...strata(pathway, last, discharge.day),
        outcome: reasons.includes(discharge.reason) ? ('numerator' as const) : ('not-numerator' as const),
        explanation: `Discharged from intensive outpatient care on ${discharge.day}: ${discharge.reason}.`,
        eventIds: [discharge.eventId],
      };
    }),
});

/** DOMAIN: outcome measures, `completion`: reason 1 and, apart, reasons 1 and 4. */
export const completions = [
  completionBy('completion', 'Treatment completion (IOP)', ['completed']),
  completionBy('completion-or-transfer', 'Completion or transfer (IOP)', ['completed', 'transferred']),
];
