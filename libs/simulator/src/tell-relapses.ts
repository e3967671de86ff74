import type { Relapse } from '@stepwell/pathway';
import { DAY, HOUR } from './calendar.ts';
import type { Life, TrueRelapse } from './life.ts';
import type { FacilityId } from './network.ts';
import type { Telling } from './telling.ts';

const FALSE_POSITIVE = 0.03;
const ONLY_THE_DAY = 0.4;

/** Tells of the relapses, most of them days later, and for some of a test that was wrong. */
export const tellRelapses = (telling: Telling): void => {
  const { life, random } = telling;
  for (const relapse of life.relapses) {
    const { moment } = relapse;
    const facilityId = treatingAt(life, moment.at);
    const onlyTheDay = relapse.detectedBy === 'self-report' && random.chance(ONLY_THE_DAY);
    telling.say({
      ...{ facilityId, at: moment.at, actor: 'clinician', lag: 'relapse' },
      ...(onlyTheDay && { precision: 'day' as const }),
      commands: [{ type: 'ReportRelapse', data: reportOf(relapse) }],
    });
  }
  tellFalsePositive(telling);
};

const tellFalsePositive = (telling: Telling): void => {
  const { life, random } = telling;
  const { begin } = life.episodes[0]!.stays[0]!;
  const at = begin.at + 3 * DAY;
  if (life.patient.substances.length === 0 || !telling.mayErr({ at }, FALSE_POSITIVE)) return;
  const facilityId = treatingAt(life, at);
  const relapseId = random.uuid();
  const substances = life.patient.substances.slice(0, 1);
  const spoken = { facilityId, at, actor: 'clinician', lag: 'relapse' } as const;
  const report = {
    type: 'ReportRelapse',
    data: { relapseId, substances, detectedBy: 'toxicology' },
  } as const;
  const reported = telling.say({ ...spoken, commands: [report] });
  const withdraw = {
    type: 'WithdrawRelapseReport',
    data: { relapseId, reason: 'confirmatory test negative' },
  } as const;
  telling.say({
    ...spoken,
    lag: 'correction',
    commands: [withdraw],
    after: reported + random.whole(24, 120) * HOUR,
  });
};

const reportOf = ({ relapseId, substances, detectedBy, extent }: TrueRelapse): Relapse => ({
  ...{ relapseId, substances, detectedBy, extent },
});

/** Who learns of it: the facility where the patient was last admitted by then. */
const treatingAt = ({ episodes }: Life, at: number): FacilityId =>
  (episodes.findLast(({ stays }) => stays[0]!.begin.at <= at) ?? episodes[0]!).facilityId;
