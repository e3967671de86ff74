import type { Hl7Message } from '@medplum/core';
import type { PathwayCommand } from '@stepwell/pathway';
import { patientIdOf } from '../ids.ts';
import { identifiersOf, primaryOf } from './patient.ts';
import { Hl7Refusal } from './refusal.ts';
import type { Sender } from './site-map.ts';

/** PID is of the record that goes on, MRG-1 of the one that goes (HL7 v2.5.1, 3.3.40 and 3.4.9). */
export const mergerOf = (
  message: Hl7Message,
  sender: Sender,
  survivorId: string,
): PathwayCommand | Hl7Refusal => {
  const [segment, second] = message.getAllSegments('MRG');
  if (second || message.getAllSegments('PID').length > 1)
    return new Hl7Refusal('malformed', 'Send one merge a message: one PID and one MRG.', {
      ...{ segment: 'MRG', sequence: 2 },
    });
  const gone = primaryOf(identifiersOf(segment, 1, sender), sender);
  if (gone)
    return {
      type: 'MergePatients',
      data: { survivorId, absorbedId: patientIdOf(gone), role: 'survivor' },
    };
  const detail = 'Send the medical record number of the record that goes in MRG-1.';
  const location = { segment: 'MRG', sequence: 1, field: 1 };
  return new Hl7Refusal('missing-patient-identifier', detail, location);
};
