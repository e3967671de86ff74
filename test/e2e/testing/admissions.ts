/** One patient's admission as an HL7 v2 message. The number makes patient, visit and message. */
export const admission = (number: number): string =>
  [
    `MSH|^~\\&|EPIC|mercy-general|STEPWELL||20260302120610||ADT^A01|K${number}|P|2.5.1`,
    'EVN|A01|20260302120608',
    `PID|1||KILL${number}^^^MERCY^MR||Test^Patient${number}||19880417|F`,
    `PV1|1|I|4W^12^1||||||||||||||||V${number}|||||||||||||||||||||||||20260302120600`,
  ].join('\r');
