import type { Coverage, Identifier, PathwayCommand, Person } from '@stepwell/pathway';
import { DAY, MINUTE, dateOf, dayNumber } from './calendar.ts';
import type { Life } from './life.ts';
import type { FacilityId } from './network.ts';
import { identifierAt, memberNumber, payerFor, someAddress } from './patient.ts';
import type { Random } from './random.ts';
import type { Telling } from './telling.ts';

/** Who a patient is and who covers them, as it changes over the years. */
export interface Identity {
  /** The moment of the first contact. */
  readonly since: number;
  readonly coverages: readonly (Coverage & { readonly until?: string })[];
  readonly change?: { readonly at: number; readonly person: Person };
}

const CHANGES_PAYER = 0.1;
const CHANGES_PERSON = 0.07;

export const identityOf = (life: Life, random: Random, horizon: number): Identity => {
  const contacts = [
    ...life.episodes.map(({ stays }) => stays[0]!.begin.at),
    ...life.referrals.map(({ moment }) => moment.at),
  ];
  const since = Math.min(...contacts);
  const span = horizon - since;
  const first = coverageOf(life, random, dateOf(life.since));
  if (span < 60 * DAY) return { since, coverages: [first] };

  const coverages = random.chance(CHANGES_PAYER) ? switched(life, random, first, span) : [first];
  if (!random.chance(CHANGES_PERSON)) return { since, coverages };
  const at = since + Math.floor(((0.1 + 0.8 * random.unit()) * span) / MINUTE) * MINUTE;
  return { since, coverages, change: { at, person: changeOf(life, random) } };
};

const coverageOf = ({ patient }: Life, random: Random, from: string): Coverage => ({
  coverageId: random.uuid(),
  payerId: patient.payer.id,
  payerName: patient.payer.name,
  from,
  person: { memberNumber: patient.memberNumber },
});

// Plans change with the month.
const switched = (life: Life, random: Random, first: Coverage, span: number): Identity['coverages'] => {
  const someDay = dayNumber(first.from) + Math.floor(((0.2 + 0.5 * random.unit()) * span) / DAY);
  const from = `${dateOf(someDay + 31).slice(0, 7)}-01`;
  const payer = payerFor(
    random,
    Number(from.slice(0, 4)) - Number(life.patient.person.birthDate!.slice(0, 4)),
  );
  const second: Coverage = {
    coverageId: random.uuid(),
    payerId: payer.id,
    payerName: payer.name,
    from,
    person: { memberNumber: memberNumber(random) },
  };
  return [{ ...first, until: dateOf(dayNumber(from) - 1) }, second];
};

/** A new address or telephone, or a birth date that was written down wrongly. */
const changeOf = ({ patient }: Life, random: Random): Person => {
  if (random.chance(0.6)) return { address: someAddress(random) };
  if (random.chance(0.6)) return { phone: `555-02${String(random.whole(10, 99))}` };
  return { birthDate: dateOf(dayNumber(patient.person.birthDate!) + random.pick([-10, -1, 1, 9, 10])) };
};

/** What was said of the person at a moment. */
const personAt = ({ patient }: Life, { change }: Identity, at: number): Person =>
  change && change.at <= at ? { ...patient.person, ...change.person } : patient.person;

const coverageAt = ({ coverages }: Identity, at: number): Coverage => {
  const { until: _, ...coverage } =
    coverages.findLast(({ from }) => from <= dateOf(Math.floor(at / DAY))) ?? coverages[0]!;
  return coverage;
};

const membership = ({ payerId, person }: Coverage): Identifier => ({
  system: payerId,
  value: person.memberNumber!,
  type: 'MB',
});

/** Registers the patient at the first contact, unless that is an admission to the hospital, which does it by itself. */
export const tellRegistration = (telling: Telling, identity: Identity): void => {
  const { life } = telling;
  const first = life.episodes[0]!;
  const { since } = identity;
  if (first.facilityId === 'mercy-general' && first.stays[0]!.begin.at === since) return;
  const { facilityId } = first;
  const { patientId } = life.patient;
  const coverage = coverageAt(identity, since);
  const identifiers = [identifierAt(facilityId, life.patient), membership(coverage)];
  telling.say({
    ...{ facilityId, at: since, actor: 'registrar', lag: 'correction' },
    commands: [
      { type: 'RegisterPatient', data: { patientId, person: personAt(life, identity, since), identifiers } },
      { type: 'StartCoverage', data: coverage },
    ],
  });
};

/** What comes along with an admission: the hospital says everything again, the others only their number. */
export const introduction = (
  life: Life,
  identity: Identity,
  facilityId: FacilityId,
  at: number,
): PathwayCommand[] => {
  const identifier = identifierAt(facilityId, life.patient);
  if (facilityId !== 'mercy-general') return [{ type: 'LinkIdentifier', data: { identifier } }];
  const { patientId } = life.patient;
  const person = personAt(life, identity, at);
  const coverage = coverageAt(identity, at);
  const identifiers = [identifier, membership(coverage)];
  return [
    { type: 'ReceiveDemographics', data: { patientId, person, identifiers } },
    { type: 'StartCoverage', data: coverage },
  ];
};

/** What changes about the person and the coverage, and the referrals. */
export const tellErrands = (telling: Telling, { coverages, change }: Identity): void => {
  const { life, horizon } = telling;
  const { facilityId } = life.episodes[0]!;
  const errand = { facilityId, actor: 'registrar', lag: 'errand' } as const;
  const [first, second] = coverages;
  const at = second ? Date.parse(second.from) + DAY / 2 : Infinity;
  if (first?.until && second && at < horizon) {
    const { coverageId, until } = first;
    const end = { type: 'EndCoverage', data: { coverageId, until } } as const;
    telling.say({ ...errand, at, commands: [end, { type: 'StartCoverage', data: second }] });
  }
  if (change)
    telling.say({
      ...errand,
      at: change.at,
      commands: [{ type: 'CorrectDemographics', data: { person: change.person } }],
    });
  for (const { referralId, facilityId, level, moment } of life.referrals) {
    const referral = { type: 'ReceiveReferral', data: { referralId, facilityId, level } } as const;
    telling.say({
      facilityId,
      at: moment.at,
      actor: 'intake-coordinator',
      lag: 'errand',
      commands: [referral],
    });
  }
};
