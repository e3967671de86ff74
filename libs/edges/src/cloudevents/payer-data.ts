import type { Grant, LevelOfCare, LocalDate, UnitKind } from '@stepwell/pathway';
import type { Id, Name, Remark } from './field-types.ts';

/** What is to be paid for: a program is enough, since its facility and level are known. */
interface PaidCare {
  readonly payerId: Name;
  readonly programId?: Name;
  /** Needed without a program. */
  readonly facilityId?: Name;
  /** Needed without a program. */
  readonly level?: LevelOfCare;
}

interface Terms {
  readonly unitKind: UnitKind;
  /**
   * Hours may be parts of one.
   * @exclusiveMinimum 0
   * @maximum 10000
   */
  readonly units: number;
  /** The first day, by the facility's calendar. */
  readonly from: LocalDate;
}

export interface RequestAuthorizationData extends PaidCare, Terms {
  /** Without it, one is derived from the event's source and id. */
  readonly authorizationId?: Id;
  /** The last day asked for. */
  readonly to?: LocalDate;
}

/** All that is granted from then on: an extension says the whole anew under the same authorizationId. */
export interface ApproveAuthorizationData extends PaidCare, Terms {
  /** Without it, one is derived from the event's source and id. */
  readonly authorizationId?: Id;
  /** The last day granted. */
  readonly to: LocalDate;
  readonly nextReview?: LocalDate;
  readonly person?: Grant['person'];
}

export interface DenyAuthorizationData extends PaidCare {
  readonly authorizationId: Id;
  readonly reason?: Remark;
}

export interface EndAuthorizationData {
  readonly authorizationId: Id;
  /** The last day paid for. */
  readonly until: LocalDate;
  readonly reason?: Remark;
}

export interface PayerCommandData {
  readonly RequestAuthorization: RequestAuthorizationData;
  readonly ApproveAuthorization: ApproveAuthorizationData;
  readonly DenyAuthorization: DenyAuthorizationData;
  readonly EndAuthorization: EndAuthorizationData;
}
