import type { HoursPolicy, LevelCode, ProgramDefinition } from '@stepwell/pathway';

export type FacilityId = 'mercy-general' | 'lakeside' | 'harbor';

export type ProgramId =
  | 'mercy-inpatient'
  | 'mercy-detox'
  | 'mercy-php'
  | 'lakeside-residential'
  | 'lakeside-php'
  | 'lakeside-iop'
  | 'harbor-iop'
  | 'harbor-op'
  | 'harbor-aftercare';

export interface Facility {
  readonly id: FacilityId;
  readonly name: string;
  readonly timeZone: string;
  /** The system that sends the facility's messages. */
  readonly system: string;
  /** What its record numbers begin with. */
  readonly prefix: string;
}

export const FACILITIES: Readonly<Record<FacilityId, Facility>> = {
  'mercy-general': {
    id: 'mercy-general',
    name: 'Mercy General Hospital',
    timeZone: 'America/Chicago',
    system: 'mercy-adt',
    prefix: 'MG',
  },
  lakeside: {
    id: 'lakeside',
    name: 'Lakeside Recovery Center',
    timeZone: 'America/New_York',
    system: 'lakeside-ehr',
    prefix: 'LS',
  },
  harbor: {
    id: 'harbor',
    name: 'Harbor Behavioral Health',
    timeZone: 'America/Los_Angeles',
    system: 'harbor-ehr',
    prefix: 'HB',
  },
};

export interface SimulatedProgram extends ProgramDefinition {
  readonly programId: ProgramId;
  readonly facilityId: FacilityId;
  readonly levelCode?: LevelCode;
}

/** The number of patients for which the capacities below are meant. */
const PATIENTS = 1_500;

type Particulars = Pick<SimulatedProgram, 'programId' | 'name' | 'level' | 'capacity' | 'levelCode'>;

const programsOf = (facilityId: FacilityId, ...programs: readonly Particulars[]): SimulatedProgram[] => {
  const { name: facilityName, timeZone } = FACILITIES[facilityId];
  return programs.map((program) => ({ ...program, facilityId, facilityName, timeZone }));
};

// Lakeside codes by the third edition and Harbor by the fourth, as facilities do while one replaces the other.
const third = (code: string): LevelCode => ({ system: 'ASAM', edition: '3', code });
const fourth = (code: string): LevelCode => ({ system: 'ASAM', edition: '4', code });

const [PHP, IOP] = ['partial-hospitalization', 'intensive-outpatient'] as const;

const MERCY = programsOf(
  'mercy-general',
  { programId: 'mercy-inpatient', name: 'Adult Inpatient Psychiatry', level: 'inpatient', capacity: 38 },
  {
    programId: 'mercy-detox',
    name: 'Withdrawal Management Unit',
    level: 'withdrawal-management',
    capacity: 12,
  },
  { programId: 'mercy-php', name: 'Partial Hospital Program', level: PHP, capacity: 18 },
);
const LAKESIDE = programsOf(
  'lakeside',
  {
    programId: 'lakeside-residential',
    name: 'Residential Treatment',
    level: 'residential',
    capacity: 28,
    levelCode: third('3.5'),
  },
  { programId: 'lakeside-php', name: 'Day Treatment', level: PHP, capacity: 24, levelCode: third('2.5') },
  {
    programId: 'lakeside-iop',
    name: 'Intensive Outpatient',
    level: IOP,
    capacity: 80,
    levelCode: third('2.1'),
  },
);
const HARBOR = programsOf(
  'harbor',
  {
    programId: 'harbor-iop',
    name: 'Intensive Outpatient',
    level: IOP,
    capacity: 76,
    levelCode: fourth('2.1'),
  },
  {
    programId: 'harbor-op',
    name: 'Outpatient Clinic',
    level: 'outpatient',
    capacity: 180,
    levelCode: fourth('1.5'),
  },
  {
    programId: 'harbor-aftercare',
    name: 'Alumni and Aftercare',
    level: 'aftercare',
    capacity: 72,
    levelCode: fourth('1.0'),
  },
);

export const PROGRAMS: readonly SimulatedProgram[] = [...MERCY, ...LAKESIDE, ...HARBOR];

const byId = new Map(PROGRAMS.map((one) => [one.programId, one]));

export const programOf = (programId: ProgramId): SimulatedProgram => byId.get(programId)!;

/** What a program's definition says, with as many places as that many patients need. */
export const definitionOf = (
  { levelCode: _, ...definition }: SimulatedProgram,
  patients: number,
): ProgramDefinition => ({
  ...definition,
  capacity: Math.max(1, Math.ceil(((definition.capacity ?? 1) * patients) / PATIENTS)),
});

type Terms = Omit<HoursPolicy, 'effectiveFrom'> & { readonly since: 'founding' | 'change' };

const php: Terms = {
  id: 'php-hours',
  version: 1,
  authority: 'Medicare',
  level: 'partial-hospitalization',
  minHoursPerWeek: 20,
  since: 'founding',
};
const iop: Terms = {
  id: 'iop-hours',
  version: 1,
  authority: 'ASAM',
  level: 'intensive-outpatient',
  minHoursPerWeek: 9,
  maxHoursPerWeek: 19,
  since: 'founding',
};

/** The hours that each program must give. Harbor's state board raises them during the simulated time. */
export const HOURS_POLICIES: Readonly<Partial<Record<ProgramId, readonly Terms[]>>> = {
  'mercy-php': [php],
  'lakeside-php': [php],
  'lakeside-iop': [iop],
  'harbor-iop': [
    iop,
    { ...iop, version: 2, authority: 'State licensing board', minHoursPerWeek: 12, since: 'change' },
  ],
};
