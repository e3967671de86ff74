export * from './level-of-care.ts';
export * from './local-date.ts';
export * from './compare-text.ts';
export * from './age.ts';
export * from './in-force.ts';
export * from './voiding.ts';
export * from './identity/identity-event.ts';
export { absorbedBy, everMergedWith, mergedInto } from './identity/merger.ts';
export { DOUBTS, areAtOdds, membershipsOf, memberMatch, type MemberMatch } from './identity/member-match.ts';
export {
  MATCHING,
  matchedMergers,
  saidApart,
  notesBetween,
  type MatchedMerger,
} from './identity/matching.ts';
export { survivorOf, wholePerson, type WholePerson } from './identity/whole-person.ts';
export * from './consent/consent-event.ts';
export * from './consent/consent.ts';
export * from './assessment/assessment-event.ts';
export * from './assessment/instruments.ts';
export * from './assessment/outcome-trend.ts';
export * from './assessment/program-outcomes.ts';
export * from './care/care-event.ts';
export * from './care/care-command.ts';
export * from './care/admission-terms.ts';
export * from './care/presence.ts';
export * from './treatment/treatment-event.ts';
export * from './treatment/plan-week.ts';
export * from './relapse/relapse-event.ts';
export * from './relapse/classify-relapse.ts';
export * from './payer/payer-event.ts';
export * from './payer/authorization.ts';
export { inSixtieths } from './payer/care-day.ts';
export * from './payer/units-used.ts';
export * from './premature.ts';
export * from './payer/authorized-level.ts';
export * from './waitlist/waitlist-event.ts';
export * from './waitlist/waitlist.ts';
export * from './aftercare/aftercare-event.ts';
export * from './aftercare/alumni.ts';
export * from './correction/correction-event.ts';
export * from './pathway-event.ts';
export * from './pathway-command.ts';
export * from './derived.ts';
export * from './pathway.ts';
export * from './pathway-decider.ts';
export { staysAt, type Episode, type Leave, type Moment, type Precision, type Stay } from './care/episode.ts';
export * from './timeline.ts';
export * from './as-of.ts';
export * from './data-quality/findings.ts';
export * from './program.ts';
export * from './pathway-request.ts';
export * from './concerned.ts';
