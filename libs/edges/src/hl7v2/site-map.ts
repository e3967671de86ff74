import type { DischargeReason, LevelOfCare } from '@stepwell/pathway';

/**
 * What a visit is at a facility: a level of care, or `none` for a visit that is no treatment at any level. What a
 * message says of the person and the coverage is taken with such a visit, the visit is not.
 */
export type MappedLevel = LevelOfCare | 'none';

/** Which visits are at which level: the first rule of which all conditions hold. */
export interface LevelRule {
  /** PV1-2, HL7 table 0004. */
  readonly class?: string;
  /** PV1-10. */
  readonly service?: string;
  /** How PV1-3 begins: `3E^` is all of ward 3E. */
  readonly location?: string;
  readonly level: MappedLevel;
  readonly programId?: string;
}

/** What the messages of one sending facility mean. */
export interface Sender {
  /** MSH-4 as sent; `*` for every facility that no other entry names. */
  readonly sendingFacility: string;
  /** MSH-3, where one facility has several systems that mean different things. */
  readonly sendingApplication?: string;
  readonly facilityId: string;
  readonly name: string;
  readonly timeZone: string;
  /** The assigning authority (PID-3.4) whose number a patient is known by. */
  readonly identifierAuthority?: string;
  readonly levels: readonly LevelRule[];
  readonly defaultLevel?: MappedLevel;
  /** PV1-36 to our reasons, before what table 0112 says. */
  readonly dispositions?: Readonly<Record<string, DischargeReason>>;
  /** IN1-3 to the payer's id here: every sender numbers payers in its own way. */
  readonly payers?: Readonly<Record<string, string>>;
}

export interface SiteMap {
  readonly senders: readonly Sender[];
}

/** The sender of a message: the entry that names its application too comes before the one that does not. */
export const senderOf = (
  { senders }: SiteMap,
  application: string | undefined,
  facility: string | undefined,
): Sender | undefined => {
  const here = senders.filter(({ sendingFacility }) => sendingFacility === facility);
  const candidates = [...here, ...senders.filter(({ sendingFacility }) => sendingFacility === '*')];
  return (
    candidates.find(({ sendingApplication }) => sendingApplication && sendingApplication === application) ??
    candidates.find(({ sendingApplication }) => !sendingApplication)
  );
};

/** The rule that a visit falls under. */
export const ruleFor = (
  { levels, defaultLevel }: Sender,
  visit: { readonly class?: string; readonly service?: string; readonly location?: string },
): Pick<LevelRule, 'level' | 'programId'> | undefined =>
  levels.find(
    (rule) =>
      (!rule.class || rule.class === visit.class) &&
      (!rule.service || rule.service === visit.service) &&
      (!rule.location || visit.location?.startsWith(rule.location)),
  ) ??
  (defaultLevel && { level: defaultLevel });
