import type { Hl7Message, Hl7Segment } from '@medplum/core';
import type { CoverageRelationship, LocalDate, PathwayCommand } from '@stepwell/pathway';
import { derivedId } from '../ids.ts';
import { valueOf } from './field-values.ts';
import { Hl7Refusal } from './refusal.ts';
import { readDate } from './timestamp.ts';
import type { Sender } from './site-map.ts';

type Coverage = Extract<PathwayCommand, { type: 'ReceiveCoverage' }>;

/** The coverages of a message, one for each IN1 that names a payer (HL7 v2.5.1, 6.5.6). */
export const coveragesOf = (
  message: Hl7Message,
  sender: Sender,
  patientId: string,
  seenOn: LocalDate,
): Coverage[] | Hl7Refusal => {
  const coverages: Coverage[] = [];
  for (const [n, segment] of message.getAllSegments('IN1').entries()) {
    const coverage = coverageOf(segment, n + 1, sender, patientId, seenOn);
    if (coverage instanceof Hl7Refusal) return coverage;
    if (coverage) coverages.push(coverage);
  }
  return coverages;
};

const coverageOf = (
  in1: Hl7Segment,
  sequence: number,
  { payers }: Sender,
  patientId: string,
  seenOn: LocalDate,
): Coverage | Hl7Refusal | undefined => {
  const [company, payerName] = [valueOf(in1, 3), valueOf(in1, 4)];
  const sent = company ?? payerName;
  if (!sent) return undefined;
  const begins = valueOf(in1, 12);
  const from = begins && readDate(begins);
  if (begins && from?.length !== 'YYYY-MM-DD'.length) {
    const detail = `Send the day on which the plan takes effect in IN1-12 as YYYYMMDD instead of ${begins}.`;
    return new Hl7Refusal('bad-timestamp', detail, { segment: 'IN1', sequence, field: 12 });
  }
  const payerId = payers && Object.hasOwn(payers, sent) ? payers[sent]! : sent;
  const memberNumber = valueOf(in1, 36) ?? valueOf(in1, 49);
  const coverageId = derivedId('coverage', patientId, payerId, memberNumber ?? '', from ?? seenOn);
  const order = Number(valueOf(in1, 1)) || sequence; // the set id is the order in which they pay
  return {
    type: 'ReceiveCoverage',
    data: {
      coverageId,
      payerId,
      payerName,
      order,
      from: from || undefined,
      seenOn,
      relationship: relationshipOf(valueOf(in1, 17)),
      person: { memberNumber },
    },
  };
};

// HL7 table 0063, and the numbers of the X12 claims that many senders put in its place. Codes of a sender's own tell nothing.
const RELATIONSHIPS: Readonly<Record<CoverageRelationship, readonly string[]>> = {
  self: ['SEL', 'SELF', '18'],
  spouse: ['SPO', '01'],
  common: ['DOM', '53'],
  child: ['CHD', 'NCH', 'SCH', 'FCH', '19'],
  parent: ['PAR', 'MTH', 'FTH'],
  other: ['OTH', 'DEP', 'GCH', 'GRD', 'GRP', 'SIB', 'BRO', 'SIS', 'EXF', 'WRD', 'G8'],
};

/** What the patient is to the insured (IN1-17). */
const relationshipOf = (code: string | undefined): CoverageRelationship | undefined =>
  Object.entries(RELATIONSHIPS).find(([, codes]) => codes.includes(code?.toUpperCase() ?? ''))?.[0] as
    CoverageRelationship | undefined;
