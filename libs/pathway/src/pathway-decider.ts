import { Refusal, type Decider, type Times } from '@stepwell/event-sourcing';
import { isRegistered, pathwayFold, type Pathway } from './pathway.ts';
import { aftercareDecisions } from './aftercare/decide-aftercare.ts';
import { assessmentDecisions } from './assessment/decide-assessment.ts';
import { careDecisions } from './care/decide-care.ts';
import { consentDecisions } from './consent/decide-consent.ts';
import { correctionDecisions } from './correction/decide-correction.ts';
import { identityDecisions } from './identity/decide-identity.ts';
import { payerDecisions } from './payer/decide-payer.ts';
import { relapseDecisions } from './relapse/decide-relapse.ts';
import { treatmentDecisions } from './treatment/decide-treatment.ts';
import type { Decision, Decisions } from './decision.ts';
import type { PathwayEvent } from './pathway-event.ts';
import type { PathwayCommand } from './pathway-command.ts';

const DECISIONS: Decisions<PathwayCommand, PathwayEvent> = {
  ...identityDecisions,
  ...consentDecisions,
  ...assessmentDecisions,
  ...careDecisions,
  ...treatmentDecisions,
  ...relapseDecisions,
  ...payerDecisions,
  ...aftercareDecisions,
  ...correctionDecisions,
};

type Rule = (data: object, pathway: Pathway, times: Times) => Decision<PathwayEvent>;

// A sender's clock may be ahead of ours; a fact from further in the future is a wrong date or a wrong time zone.
const CLOCK_TOLERANCE_MS = 60 * 60 * 1000;

/** The rules of one patient's pathway. */
export const pathway: Decider<Pathway, PathwayCommand, PathwayEvent> = {
  ...pathwayFold,
  decide: ({ type, data }, state, times) => {
    if (Date.parse(times.occurredAt) > Date.parse(times.recordedAt) + CLOCK_TOLERANCE_MS)
      return new Refusal('in-the-future', `${times.occurredAt} has not come yet.`);
    const registers = type === 'RegisterPatient' || type === 'ReceiveDemographics';
    if (!registers && !isRegistered(state))
      return new Refusal('patient-unknown', 'No patient is registered under this id.');
    return (DECISIONS[type] as Rule)(data, state, times);
  },
};
