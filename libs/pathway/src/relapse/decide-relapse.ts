import { Refusal, sameJson } from '@stepwell/event-sourcing';
import { factsOf } from '../pathway.ts';
import type { Decisions } from '../decision.ts';
import type { RelapseCommand } from './relapse-command.ts';
import type { RelapseEvent } from './relapse-event.ts';

/** Relapses, which may come to light long after treatment. */
export const relapseDecisions: Decisions<RelapseCommand, RelapseEvent> = {
  ReportRelapse: (data, pathway, { occurredAt }) => {
    const earlier = factsOf(pathway, 'RelapseReported').find(
      (fact) => fact.data.relapseId === data.relapseId,
    );
    if (!earlier) return [{ type: 'RelapseReported', data }];
    return earlier.metadata.occurredAt === occurredAt && sameJson(earlier.data, data)
      ? []
      : new Refusal('relapse-known', 'This relapse is recorded otherwise: withdraw the report first.');
  },
  WithdrawRelapseReport: ({ relapseId, reason }, pathway) => {
    const reports = pathway.facts.filter(
      (fact) => fact.type === 'RelapseReported' && fact.data.relapseId === relapseId,
    );
    const report = reports.find(({ id }) => !pathway.voided.has(id));
    if (report) return [{ type: 'RelapseReportWithdrawn', data: { relapseId, voids: report.id, reason } }];
    return reports.length > 0 ? [] : new Refusal('relapse-unknown', 'No relapse has this id.');
  },
};
