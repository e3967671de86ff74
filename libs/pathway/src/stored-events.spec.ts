import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldAll, type EventVersions, type Fact } from '@stepwell/event-sourcing';
import { identifiersOf, pathwayFold, personAt, type Pathway } from './pathway.ts';
import { program } from './program.ts';
import { alumniOn } from './aftercare/alumni.ts';
import { absorbedBy } from './identity/merger.ts';
import { outcomeTrends } from './assessment/outcome-trend.ts';
import { authorizationsOf } from './payer/units-used.ts';
import { findingsOf } from './data-quality/findings.ts';
import { timeline } from './timeline.ts';

// An example of every version of every event, as a log holds it. The folder only grows: what a log holds stays readable.

const FOLDER = join(import.meta.dirname, 'stored-events');
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
const stored = (name: string): Fact => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Fact;

const namesOf = (events: EventVersions<never>): string[] =>
  Object.entries<readonly unknown[]>(events).flatMap(([type, upcasters]) =>
    [...upcasters, 'the current one'].map((_, n) => `${type}.${n + 1}`),
  );

test('every version of every event has an example, and every example is of one', () => {
  const versions = [...namesOf(pathwayFold.events), ...namesOf(program.events)];
  expect(NAMES.toSorted()).toEqual(versions.toSorted());
  for (const name of NAMES) {
    const { type, schemaVersion } = stored(name);
    expect(`${type}.${schemaVersion}`).toBe(name);
  }
});

/** What is known after an example and those before it, as its reader sees it today. */
interface Told {
  readonly after?: readonly string[];
  readonly shows: (known: Pathway) => unknown;
  readonly is: unknown;
}

const stays = (known: Pathway) =>
  timeline(known).stays.map(({ level, facilityId, programId, location, begin, end }) =>
    [level, facilityId, programId, location, begin.day, end?.day ?? 'open'].join(' '),
  );
const leaves = (known: Pathway) =>
  timeline(known).episodes.flatMap((episode) =>
    episode.leaves.map(({ begin, end }) => `${begin.day} to ${end?.day ?? 'open'}`),
  );
const sessions = (known: Pathway) =>
  timeline(known).sessions.map(({ day, kind, status, attendedMinutes }) =>
    [day, kind, status, attendedMinutes].join(' '),
  );
const relapses = (known: Pathway) =>
  timeline(known).relapses.map(({ day, precision, substances, detectedBy, extent }) =>
    [day, precision, substances, detectedBy, extent].join(' '),
  );
const waitlist = (known: Pathway) =>
  timeline(known).waitlist.map(
    ({ programId, day, offers, ended, endedBy }) =>
      `${programId} ${day} offered ${offers.length} ${ended ? `${ended.day} ${endedBy}` : 'waits'}`,
  );
const coverages = (known: Pathway) =>
  timeline(known).coverages.map(({ payerName, from, until, person }) =>
    [payerName, person.memberNumber, from, until ?? 'open'].join(' '),
  );
const discharges = (known: Pathway) =>
  timeline(known).episodes.map(({ discharge }) => discharge && `${discharge.day} ${discharge.reason}`);

const authorizations = (known: Pathway) =>
  authorizationsOf(timeline(known), '2026-03-31').map(({ payerId, status, grant, requested, used }) =>
    [payerId, status, grant?.to ?? requested?.to ?? 'never', grant?.person.number ?? 'no number', used].join(
      ' ',
    ),
  );

const alumni = (known: Pathway) =>
  alumniOn(timeline(known).aftercare, '2026-04-10').map(({ day, status, abstinent }) =>
    [day, status, abstinent ?? 'unknown'].join(' '),
  );
const consents = (known: Pathway) =>
  timeline(known).consents.map(({ recipient, purpose, scope, until, revoked }) =>
    [recipient, purpose, scope, until, revoked?.day ?? 'in force'].join(' '),
  );

const admitted = ['PatientAdmitted.1'];
const approved = [...admitted, 'AuthorizationApproved.1'];
const INPATIENT = 'inpatient mercy-general mercy-inpatient';

const PATHWAY: Readonly<Record<string, Told>> = {
  'PatientRegistered.1': {
    shows: (known) => [personAt(known).name, personAt(known).birthDate, identifiersOf(known)],
    is: [
      { family: 'Rivera', given: 'Ana' },
      '1988-04-17',
      [{ system: 'mercy-general', value: 'MG-77', type: 'MR' }],
    ],
  },
  'DemographicsCorrected.1': {
    after: ['PatientRegistered.1'],
    shows: (known) => [personAt(known).name, personAt(known).birthDate, personAt(known).phone],
    is: [{ family: 'Rivera-Soto', given: 'Ana' }, '1988-04-17', '+1 518 555 0199'],
  },
  'IdentifierLinked.1': {
    after: ['PatientRegistered.1'],
    shows: (known) => identifiersOf(known).map(({ system, value }) => `${system} ${value}`),
    is: ['mercy-general MG-77', 'empire-health EH-5550142'],
  },
  'CoverageStarted.1': { shows: coverages, is: ['Empire Health Plan EH-5550142 2026-01-01 open'] },
  'CoverageEnded.1': {
    after: ['CoverageStarted.1'],
    shows: coverages,
    is: ['Empire Health Plan EH-5550142 2026-01-01 2026-03-31'],
  },
  // A referral is part of the history and of no answer yet.
  'ReferralReceived.1': {
    shows: (known) => [known.facts.length, stays(known)],
    is: [1, []],
  },
  'PatientAdmitted.1': { shows: stays, is: [`${INPATIENT} 4W^12^1 2026-03-02 open`] },
  'LevelOfCareTransitioned.1': {
    after: admitted,
    shows: stays,
    is: [
      `${INPATIENT} 4W^12^1 2026-03-02 2026-03-09`,
      'residential mercy-general mercy-residential R2^3^1 2026-03-09 open',
    ],
  },
  'LocationTransferred.1': { after: admitted, shows: stays, is: [`${INPATIENT} 4W^14^2 2026-03-02 open`] },
  'LeaveStarted.1': { after: admitted, shows: leaves, is: ['2026-03-07 to open'] },
  'LeaveEnded.1': {
    after: [...admitted, 'LeaveStarted.1'],
    shows: leaves,
    is: ['2026-03-07 to 2026-03-08'],
  },
  'PatientDischarged.1': { after: admitted, shows: discharges, is: ['2026-03-16 completed'] },
  'AdmissionCancelled.1': { after: admitted, shows: stays, is: [] },
  'TransitionCancelled.1': {
    after: [...admitted, 'LevelOfCareTransitioned.1'],
    shows: stays,
    is: [`${INPATIENT} 4W^12^1 2026-03-02 open`],
  },
  'LeaveCancelled.1': { after: [...admitted, 'LeaveStarted.1'], shows: leaves, is: [] },
  'DischargeCancelled.1': {
    after: [...admitted, 'PatientDischarged.1'],
    shows: discharges,
    is: [undefined],
  },
  'AttendanceRecorded.1': { shows: sessions, is: ['2026-03-18 process left-early 120'] },
  'AttendanceCorrected.1': {
    after: ['AttendanceRecorded.1'],
    shows: sessions,
    is: ['2026-03-18 process attended 180'],
  },
  'RelapseReported.1': { shows: relapses, is: ['2026-04-05 day alcohol self-report single-use'] },
  'RelapseReportWithdrawn.1': { after: ['RelapseReported.1'], shows: relapses, is: [] },
  'AuthorizationRequested.1': {
    shows: authorizations,
    is: ['empire-health requested 2026-03-15 no number 0'],
  },
  'AuthorizationApproved.1': {
    after: admitted,
    shows: authorizations,
    is: ['empire-health approved 2026-03-08 A-20817 7'],
  },
  'AuthorizationDenied.1': {
    after: ['AuthorizationRequested.1'],
    shows: authorizations,
    is: ['empire-health denied 2026-03-15 no number 0'],
  },
  'AuthorizationEnded.1': {
    after: approved,
    shows: authorizations,
    is: ['empire-health ended 2026-03-05 A-20817 4'],
  },
  'IdentifierUnlinked.1': {
    after: ['PatientRegistered.1', 'IdentifierLinked.1'],
    shows: (known) => identifiersOf(known).map(({ system, value }) => `${system} ${value}`),
    is: ['empire-health EH-5550142'],
  },
  'PatientsMerged.1': { shows: absorbedBy, is: ['c2a7b9d4-1e3f-5a60-9b8c-7d6e5f403122'] },
  'PatientsUnmerged.1': { after: ['PatientsMerged.1'], shows: absorbedBy, is: [] },
  'PossibleDuplicateNoted.1': {
    shows: (known) =>
      findingsOf(known, new Map()).map(({ code, day, sentence }) => `${code} ${day} ${sentence}`),
    is: [
      'possible-duplicate 2026-03-20 Has a member number at empire-health that the patient ' +
        'c2a7b9d4-1e3f-5a60-9b8c-7d6e5f403122 has too: the birth dates differ, the sexes differ.',
    ],
  },
  'EligibilityAssessed.1': {
    shows: (known) =>
      timeline(known).eligibility.map(({ day, contraindications, recommendedCode, dimensions }) =>
        [day, contraindications, recommendedCode?.edition, recommendedCode?.code, dimensions?.length].join(
          ' ',
        ),
      ),
    is: ['2026-03-10 needs-withdrawal-management 4 3.7 2'],
  },
  'OutcomeMeasured.1': {
    shows: (known) =>
      outcomeTrends(timeline(known)).map(({ instrument, baseline, points }) =>
        [instrument, baseline, points[0]?.severity].join(' '),
      ),
    is: ['PHQ-9 12 moderate'],
  },
  'TreatmentPlanSet.1': {
    shows: (known) =>
      timeline(known).plans.map(({ programId, hoursPerWeek, effectiveFrom, sessions, person }) =>
        [programId, hoursPerWeek, effectiveFrom, sessions?.length, person.goals].join(' '),
      ),
    is: ['harbor-iop 9 2026-03-16 2 thirty days without alcohol'],
  },
  'ConsentGranted.1': {
    shows: consents,
    is: ['Empire Health Plan payment care,authorizations 2026-12-31 in force'],
  },
  'ConsentRevoked.1': {
    after: ['ConsentGranted.1'],
    shows: consents,
    is: ['Empire Health Plan payment care,authorizations 2026-12-31 2026-03-20'],
  },
  'AftercareEnrolled.1': {
    shows: alumni,
    is: ['30 open unknown', '90 upcoming unknown', '180 upcoming unknown', '365 upcoming unknown'],
  },
  'AftercareContactRecorded.1': {
    after: ['AftercareEnrolled.1'],
    shows: alumni,
    is: ['30 reached true', '90 upcoming unknown', '180 upcoming unknown', '365 upcoming unknown'],
  },
  'PatientWaitlisted.1': { shows: waitlist, is: ['harbor-iop 2026-01-05 offered 0 waits'] },
  'PlaceOffered.1': {
    after: ['PatientWaitlisted.1'],
    shows: waitlist,
    is: ['harbor-iop 2026-01-05 offered 1 waits'],
  },
  'PatientTakenOffWaitlist.1': {
    after: ['PatientWaitlisted.1'],
    shows: waitlist,
    is: ['harbor-iop 2026-01-05 offered 0 2026-01-15 treated-elsewhere'],
  },
  'EntryVoided.1': { after: approved, shows: authorizations, is: [] },
};

const PROGRAM: Readonly<Record<string, object>> = {
  'ProgramDefined.1': {
    definition: {
      programId: 'harbor-iop',
      name: 'Harbor Evening IOP',
      facilityId: 'harbor',
      facilityName: 'Harbor Recovery',
      level: 'intensive-outpatient',
      timeZone: 'America/New_York',
      capacity: 24,
    },
    capacities: [{ effectiveFrom: '0001-01-01', capacity: 24 }],
  },
  'ProgramHoursPolicyChanged.1': {
    hoursPolicies: [
      {
        id: 'ny-iop-hours',
        version: 2,
        authority: 'NY OASAS',
        level: 'intensive-outpatient',
        minHoursPerWeek: 9,
        maxHoursPerWeek: 19,
        effectiveFrom: '2026-02-01',
      },
    ],
  },
  'ProgramCapacityChanged.1': { capacities: [{ effectiveFrom: '2026-03-01', capacity: 30 }] },
  'ProgramClosed.1': { closures: [{ effectiveFrom: '2026-06-01', isClosed: true }] },
  'ProgramReopened.1': { closures: [{ effectiveFrom: '2026-09-01', isClosed: false }] },
};

test.each(NAMES)('%s still amounts to what it amounted to', (name) => {
  if (name in PROGRAM)
    return expect(foldAll(program, [stored(name)])).toEqual({ ...program.initialState, ...PROGRAM[name] });
  const { after = [], shows, is } = PATHWAY[name]!;
  const before = foldAll(pathwayFold, after.map(stored));
  expect(shows(foldAll(pathwayFold, [stored(name)], before))).toEqual(is);
  expect(shows(before)).not.toEqual(is);
});

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'safe.directory=*', ...args, '--', '*.json'], {
    cwd: FOLDER,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const history = ((): string | undefined => {
  try {
    return git('log', '--no-renames', '--diff-filter=a', '--name-status', '--format=');
  } catch {
    return undefined;
  }
})();

(history === undefined ? test.skip : test)(
  `no stored example was ever changed or removed${history === undefined ? ' (needs the git history)' : ''}`,
  () => {
    expect(history).toBe('');
    expect(git('diff', 'HEAD', '--no-renames', '--diff-filter=a', '--name-status')).toBe('');
  },
);
