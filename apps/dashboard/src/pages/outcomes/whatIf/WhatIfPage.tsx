import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { askWhatIf, measuresQuery } from '../../../api/queries.ts';
import type { Measure } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { Filters, PeriodFields, ScopeFields } from '../../../parts/Filters.tsx';
import { Page } from '../../../parts/Page.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { Answered, Empty, Failure } from '../../../parts/States.tsx';
import { linkTo, periodOf, scopeOf, useAddress } from '../../../url/address.ts';
import { GroupBySelect, groupByIn } from '../GroupBySelect.tsx';
import { spanIn } from '../curves/span.ts';
import { RuleForm, isByHours, type OtherRule } from './RuleForm.tsx';
import { WhatIfJob } from './WhatIfJob.tsx';

/** A rate by another rule over the whole past: which cases flip, and why. */
export function WhatIfPage() {
  const { measureId = '' } = useParams();
  const { params, change } = useAddress();
  const period = periodOf(params, 365);
  const measures = useQuery(measuresQuery);
  const measure = measures.data?.measures.find(({ id }) => id === measureId);
  const job = params.get('job');
  const groupBy = groupByIn(params, measure);
  const days = measure?.kind === 'time-to-event' ? { days: spanIn(params) } : {};
  const ask = useMutation({
    mutationFn: (rule: OtherRule) =>
      askWhatIf({ ...scopeOf(params), ...period, measure: measureId as never, groupBy, ...days, ...rule }),
    onSuccess: ({ jobId }) => change({ job: jobId, ...period }),
  });
  const casesLink = (patch: Record<string, string | undefined>) =>
    linkTo(`/outcomes/${encodeURIComponent(measureId)}/cases`, params, { ...period, ...patch });
  return (
    <Page
      title={`What if: ${measure?.title ?? measureId}`}
      lead={`Every history judged again by another rule, for index events from ${formatDay(period.from)} to ${formatDay(period.to)}. Nothing is changed by it.`}
      up={{
        to: linkTo(`/outcomes/${encodeURIComponent(measureId)}`, params, {
          ...period,
          groupBy: params.get('groupBy') ?? undefined,
        }),
        name: measure?.title ?? 'Outcomes',
      }}
    >
      <Filters>
        <ScopeFields />
        <PeriodFields period={period} />
        {measure ? (
          <GroupBySelect measure={measure} groupBy={groupBy} onChange={(next) => change({ groupBy: next })} />
        ) : null}
      </Filters>
      <div className="stack">
        <Panel title="The other rule" note="What is left as it is stays as the definition has it.">
          <Answered query={measures}>
            {() => <Rule measure={measure} from={period.from} busy={ask.isPending} onAsk={ask.mutate} />}
          </Answered>
          {ask.error ? <Failure error={ask.error} /> : null}
        </Panel>
        {job ? (
          <WhatIfJob key={job} jobId={job} casesLink={casesLink} onGone={() => change({ job: undefined })} />
        ) : null}
      </div>
    </Page>
  );
}

interface RuleProps {
  measure: Measure | undefined;
  from: string;
  busy: boolean;
  onAsk: (rule: OtherRule) => void;
}

function Rule({ measure, ...form }: RuleProps) {
  return measure && (Object.keys(measure.parameters).length > 0 || isByHours(measure)) ? (
    <RuleForm key={measure.id} measure={measure} {...form} />
  ) : (
    <Empty>This measure has no parameter to set otherwise.</Empty>
  );
}
