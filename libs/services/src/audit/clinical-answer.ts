import {
  alumniOn,
  classifyRelapses,
  outcomeTrends,
  planWeeks,
  relapseRules,
  type LocalDate,
  type Timeline,
} from '@stepwell/pathway';
import type { ClinicalAnswer } from './clinical-answers.ts';
import { momentOrNull } from './moment-answer.ts';

/** What is known of a patient besides stays and sessions, looked at on a day. */
export const clinicalAnswer = (known: Timeline, on: LocalDate): ClinicalAnswer => ({
  referrals: known.referrals,
  eligibility: known.eligibility,
  outcomes: outcomeTrends(known),
  plans: known.plans,
  planWeeks: planWeeks(known, on),
  consents: known.consents.map(({ revoked, ...consent }) => ({ ...consent, revoked: momentOrNull(revoked) })),
  aftercare: known.aftercare.map((one) => ({
    ...{ enrollmentId: one.enrollmentId, facilityId: one.facilityId, programId: one.programId ?? null },
    ...{ from: one.from, enrolled: one.enrolled, contacts: one.contacts, alumni: alumniOn([one], on) },
  })),
  relapseKinds: relapseRules.flatMap((rule) =>
    classifyRelapses(known, rule).map(({ relapse, kind, explanation }) => ({
      ...{ relapseId: relapse.relapseId, ruleId: rule.id, ruleVersion: rule.version, kind, explanation },
    })),
  ),
});
