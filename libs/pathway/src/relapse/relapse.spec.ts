import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { jan, registered } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Relapse } from './relapse-event.ts';

const relapse: Relapse = { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'self-report' };
const report = (over: Partial<Relapse> = {}): PathwayCommand => ({
  type: 'ReportRelapse',
  data: { ...relapse, ...over },
});
const withdraw: PathwayCommand = { type: 'WithdrawRelapseReport', data: { relapseId: 'r1' } };
const reported = { type: 'RelapseReported', data: relapse, at: jan(20) } as const;
const withdrawn = (voids: string) =>
  ({ type: 'RelapseReportWithdrawn', data: { relapseId: 'r1', voids, reason: undefined } }) as const;

test('a relapse is reported, in treatment or long after it', () =>
  given(pathway, registered).when(report(), jan(20)).then({ type: 'RelapseReported', data: relapse }));
test('a relapse reported twice changes nothing', () =>
  given(pathway, registered, reported).when(report(), jan(20)).thenNothing());
test('a relapse reported otherwise is refused', () => {
  given(pathway, registered, reported)
    .when(report({ extent: 'sustained' }), jan(20))
    .thenRefused('relapse-known');
  given(pathway, registered, reported).when(report(), jan(21)).thenRefused('relapse-known');
});
test('a relapse is withdrawn', () =>
  given(pathway, registered, reported).when(withdraw, jan(21)).then(withdrawn('e1')));
test('a relapse withdrawn twice changes nothing', () =>
  given(pathway, registered, reported, withdrawn('e1')).when(withdraw, jan(21)).thenNothing());
test('a relapse that is not known cannot be withdrawn', () =>
  given(pathway, registered).when(withdraw, jan(21)).thenRefused('relapse-unknown'));
test('a relapse is reported anew, the same or otherwise, once its report is withdrawn', () => {
  const past = [registered, reported, withdrawn('e1')] as const;
  given(pathway, ...past)
    .when(report(), jan(20))
    .then({ type: 'RelapseReported', data: relapse });
  given(pathway, ...past)
    .when(report({ extent: 'sustained' }), jan(20))
    .then({ type: 'RelapseReported', data: { ...relapse, extent: 'sustained' } });
  given(pathway, ...past, reported)
    .when(withdraw, jan(22))
    .then(withdrawn('e3'));
});
