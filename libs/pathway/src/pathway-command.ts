import type { AftercareCommand } from './aftercare/aftercare-command.ts';
import type { AssessmentCommand } from './assessment/assessment-command.ts';
import type { CareCommand } from './care/care-command.ts';
import type { ConsentCommand } from './consent/consent-command.ts';
import type { CorrectionCommand } from './correction/correction-command.ts';
import type { IdentityCommand } from './identity/identity-command.ts';
import type { PayerCommand } from './payer/payer-command.ts';
import type { RelapseCommand } from './relapse/relapse-command.ts';
import type { TreatmentCommand } from './treatment/treatment-command.ts';
import type { WaitlistCommand } from './waitlist/waitlist-command.ts';

/** What a person or a feed asks to be recorded. The moment it was true comes with the command's times. */
export type PathwayCommand =
  | IdentityCommand
  | ConsentCommand
  | AssessmentCommand
  | CareCommand
  | TreatmentCommand
  | RelapseCommand
  | PayerCommand
  | WaitlistCommand
  | AftercareCommand
  | CorrectionCommand;
