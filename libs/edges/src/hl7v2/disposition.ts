import type { DischargeReason } from '@stepwell/pathway';
import type { Sender } from './site-map.ts';

/**
 * What a discharge disposition (PV1-36, user-defined table 0112) says of the reason, where the sender's site map does
 * not say otherwise. US hospitals send the codes of the uniform bill (NUBC, UB-04 form locator 17) there. A routine
 * discharge home (01) is a treatment carried through as the hospital meant it: the nearest of the seven reasons is
 * `completed`. A code that is not listed is `other`; the code itself is kept in the event.
 */
const REASONS: Record<string, DischargeReason> = {
  '01': 'completed',
  '02': 'transferred', // to a short-term hospital
  '03': 'transferred', // to a skilled nursing facility
  '04': 'transferred', // to an intermediate or custodial care facility
  '05': 'transferred', // to another kind of institution
  '06': 'transferred', // home, under the care of a home health service
  '07': 'against-advice',
  '08': 'completed', // home, on intravenous therapy
  '09': 'transferred', // admitted to this hospital as an inpatient
  '20': 'death',
  '21': 'incarcerated', // to court or law enforcement (NUBC; table 0112 leaves 21–29 to the states)
  '40': 'death', // at home
  '41': 'death', // in a facility
  '42': 'death', // place unknown
  '43': 'transferred', // to a federal facility
  '50': 'transferred', // hospice at home
  '51': 'transferred', // hospice in a facility
  '61': 'transferred', // to a swing bed
  '62': 'transferred', // to a rehabilitation facility
  '63': 'transferred', // to a long-term care hospital
  '64': 'transferred', // to a nursing facility
  '65': 'transferred', // to a psychiatric hospital
  '66': 'transferred', // to a critical access hospital
  '70': 'transferred', // to another kind of health care institution
};

export const reasonOf = (disposition: string | undefined, { dispositions = {} }: Sender): DischargeReason => {
  if (!disposition) return 'other';
  if (Object.hasOwn(dispositions, disposition)) return dispositions[disposition]!;
  const code = disposition.padStart(2, '0'); // senders drop the zero
  return Object.hasOwn(REASONS, code) ? REASONS[code]! : 'other';
};
