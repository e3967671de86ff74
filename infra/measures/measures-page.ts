import {
  DIAGNOSIS_GROUPS,
  AGE_BANDS,
  FAMILIES,
  FORGOTTEN_AFTER_DAYS,
  LEAST_CELL,
  measures,
  type Measure,
  type ParameterSet,
} from '@stepwell/measures';

/** `docs/measures.md`: what every measure says of itself, as people read it. */
export const measuresPage = (): string =>
  [INTRODUCTION, ...FAMILIES.map(familyPart), ENDING].join('\n\n') + '\n';

const INTRODUCTION = `# Outcome measures

Written by \`npm run measures\` from the definitions in \`libs/measures/src\`, which are what is computed; a test compares the two.

**Day 0** is the day of the index event by the clocks of the facility where it happened. Windows are counted in calendar days, both
ends included. A case whose window has not closed is _open_: it is counted apart and is in neither part of the rate. Every case
tells its verdict in a sentence, with the index event first and then the events that decided.

**A continuous stay** is what direct transfers make of several stays in 24-hour care: the next one begins on the same or the next
calendar day (or before the other has ended), at the same rank or higher. Its last discharge is the index. Leave is no discharge.
A stay of which no end was recorded goes on for ${FORGOTTEN_AFTER_DAYS} days after it began and is then taken for forgotten: no later stay continues
it, and it hides no later discharge. Once its end is heard of, it counts as it was.

**The diagnosis group** (${DIAGNOSIS_GROUPS.join(', ')}) is that of the episode: by the first listed code of ICD-10-CM's
chapter V (F10 to F19 is substance use, every other F code mental health); else a named substance, or a stay of withdrawal
management, says substance use; codes of other chapters alone are other; where nothing is said it is unknown, and measures of one
group leave the case out and say so.

**Rates** carry the Wilson 95 % interval. They are cut by facility, program, payer, level, age band (${AGE_BANDS.join(', ')}), diagnosis
group and month, all at the index. \`/publishable\` leaves out counts from 1 to ${LEAST_CELL - 1} and what they follow from. **Curves** are
Kaplan and Meier's, with 95 % intervals on the log-minus-log scale and the log-rank test between groups.

**As known on a date**: \`?knownAt=\` gives a rate, a curve or the cases behind either as they were known at an instant, or at the end of a
day by the clocks that \`TIME_ZONE\` names; \`/changes\` says case by case what has changed since, and by which events: where nothing was
recorded since, a window has closed. **What if**: any parameter below, or an hours policy, can be set otherwise for all of the
past: \`POST /v1/what-if\`, or \`npx stepwell what-if readmission-30 --set windowDays=45\`; a time to an event answers with both
curves (\`npx stepwell what-if time-to-relapse --set leastExtent=episode --days 180\`). An hours policy
that is tried on hours compliance goes into \`policy\` there, week by week and patient by patient into \`/v1/attendance?policy=\`.

**The payer** of a case is the first one that covers the patient on the day of the index. The census and the lengths of stay are cut by
the one that covered the day on which the stay began.`;

const familyPart = (family: string): string =>
  [`## ${family}`, ...measures.filter((one) => one.family === family).map(measurePart)].join('\n\n');

const measurePart = (measure: Measure): string => {
  const { id, version, title, description, denominator, numerator, exclusions, window, sources, parameters } =
    measure;
  return [
    `### ${title}`,
    `\`${id}\`, version ${version}. ${description}`,
    [
      `- **Denominator:** ${denominator}`,
      `- **Excluded:** ${exclusions.join(' ') || 'Nothing.'}`,
      `- **${measure.kind === 'rate' ? 'Numerator' : 'Event'}:** ${numerator}`,
      `- **Window:** ${window}`,
      `- **Sources:** ${sources.join(' ')}`,
    ].join('\n'),
    ...parametersPart(parameters),
  ].join('\n\n');
};

const parametersPart = (parameters: ParameterSet): string[] => {
  const rows = Object.entries(parameters).map(([name, { value, means, least, most, oneOf }]) => {
    const bounds = oneOf ? oneOf.join(', ') : least === undefined ? 'words' : `${least} to ${most}`;
    return `| \`${name}\` | ${[value].flat().join(', ') || '–'} | ${bounds} | ${means} |`;
  });
  return rows.length > 0
    ? [['| parameter | value | may be | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')]
    : [];
};

const ENDING = `## How it is proved

- \`libs/measures/src/boundaries.spec.ts\`: every window at its edges, at midnight in three time zones, across changes of the clocks, leap
  days and the turn of the year; ages at their limits.
- \`npm run test:mutants\`: every boundary of the rules is moved, one at a time, and a test has to fail.
- \`libs/measures/src/laws.spec.ts\`: for random histories with late, repeated, corrected and cancelled facts, every measure says the same in
  whatever order they arrived, and the same step by step as at once.
- \`test/e2e/simulated-record.e2e.spec.ts\`: the simulator's own record of made-up patients, computed without the events, agrees case by case.`;
