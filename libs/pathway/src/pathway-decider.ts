import { Refusal, type Decider } from '@stepwell/event-sourcing';
import { pathwayFold, type Pathway } from './pathway.ts';
import { decideCare } from './decide-care.ts';
import { decideIdentity } from './decide-identity.ts';
import { decideTreatment } from './decide-treatment.ts';
import type { PathwayEvent } from './pathway-event.ts';
import type { PathwayCommand } from './pathway-command.ts';

// A sender's clock may be ahead of ours; a fact from further in the future is a wrong date or a wrong time zone.
const CLOCK_TOLERANCE_MS = 60 * 60 * 1000;

/** The rules of one patient's pathway. */
export const pathway: Decider<Pathway, PathwayCommand, PathwayEvent> = {
  ...pathwayFold,
  decide: (command, state, times) => {
    if (Date.parse(times.occurredAt) > Date.parse(times.recordedAt) + CLOCK_TOLERANCE_MS)
      return new Refusal('in-the-future', `${times.occurredAt} has not come yet.`);
    switch (command.type) {
      case 'RegisterPatient':
      case 'ReceiveDemographics':
      case 'CorrectDemographics':
      case 'LinkIdentifier':
      case 'StartCoverage':
      case 'ReceiveCoverage':
      case 'EndCoverage':
        return decideIdentity(command, state, times);
      case 'RecordAttendance':
      case 'CorrectAttendance':
      case 'ReportRelapse':
      case 'WithdrawRelapseReport':
        return decideTreatment(command, state, times);
      default:
        return decideCare(command, state, times);
    }
  },
};
