import { derivedId } from '@stepwell/edges/ids';
import { DAY, MINUTE } from './calendar.ts';
import { Random } from './random.ts';
import type { Telling } from './telling.ts';

/** A stream of chance of its own: everything else is told as it was. */
const CONSENTING = 0x6c8e9cf5;
const REVOKED = 0.1;

/** Tells what the patient allows the first facility to disclose to the health plan, and that some take it back. */
export const tellConsents = (seed: number, telling: Telling): void => {
  const { patient, episodes } = telling.life;
  const random = new Random(seed, patient.number, CONSENTING);
  const { begin, program } = episodes[0]!.stays[0]!;
  const consentId = derivedId('simulated consent', patient.patientId);
  const spoken = { facilityId: program.facilityId, actor: 'registrar', lag: 'errand' } as const;
  const consent = { consentId, recipient: patient.payer.id, purpose: 'payment' } as const;
  const granted = telling.say({
    ...{ ...spoken, at: begin.at + 30 * MINUTE },
    commands: [{ type: 'GrantConsent', data: { ...consent, scope: ['care', 'authorizations'] } }],
  });
  const at = begin.at + random.whole(30, 200) * DAY;
  if (!random.chance(REVOKED) || at >= telling.horizon) return;
  telling.say({
    ...{ ...spoken, at, after: granted },
    commands: [{ type: 'RevokeConsent', data: { consentId } }],
  });
};
