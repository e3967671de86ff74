import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';
import type { Coverage, Identifier, Merger, Person, PossibleDuplicate } from './identity-event.ts';

/** Who the patient is and who covers them. */
export type IdentityCommand =
  | Typed<
      'RegisterPatient',
      { readonly patientId: string; readonly person: Person; readonly identifiers: readonly Identifier[] }
    >
  /** What a feed says of a patient: registers an unknown one, corrects and links where it differs. */
  | Typed<
      'ReceiveDemographics',
      { readonly patientId: string; readonly person: Person; readonly identifiers: readonly Identifier[] }
    >
  | Typed<'CorrectDemographics', { readonly person: Person }>
  | Typed<'LinkIdentifier', { readonly identifier: Identifier }>
  | Typed<'UnlinkIdentifier', { readonly identifier: Identifier }>
  | Typed<'StartCoverage', Coverage>
  /**
   * What a feed says of a coverage: starts it unless it is known. Of one that came without its first day, the day on
   * which it was seen is taken for that, and it is the same coverage however often it is seen.
   */
  | Typed<
      'ReceiveCoverage',
      Omit<Coverage, 'from'> & { readonly from?: LocalDate; readonly seenOn: LocalDate }
    >
  | Typed<'EndCoverage', { readonly coverageId: string; readonly until: LocalDate }>
  | Typed<'MergePatients', Merger>
  /** Concluded, never told: see `Matching` in the services. */
  | Typed<'NotePossibleDuplicate', PossibleDuplicate>
  | Typed<'UnmergePatients', Merger & { readonly reason?: string }>;
