import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { askWhatIf, measuresQuery } from '../../../api/queries.ts';
import type { WhatIf } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { Filters, PeriodFields, ScopeFields } from '../../../parts/Filters.tsx';
import { Page } from '../../../parts/Page.tsx';
import { Panel } from '../../../parts/Panel.tsx';
import { Answered, Empty, Failure } from '../../../parts/States.tsx';
import { linkTo, periodOf, scopeOf, useAddress } from '../../../url/address.ts';
import { ParameterForm } from './ParameterForm.tsx';
import { WhatIfJob } from './WhatIfJob.tsx';

/** A rate by another rule over the whole past: which cases flip, and why. */
export function WhatIfPage() {
  const { measureId = '' } = useParams();
  const { params, change } = useAddress();
  const period = periodOf(params, 365);
  const measures = useQuery(measuresQuery);
  const measure = measures.data?.measures.find(({ id }) => id === measureId);
  const job = params.get('job');
  const ask = useMutation({
    mutationFn: (parameters: WhatIf['parameters']) =>
      askWhatIf({ ...scopeOf(params), ...period, measure: measureId as never, parameters }),
    onSuccess: ({ jobId }) => change({ job: jobId, ...period }),
  });
  return (
    <Page
      title={`What if: ${measure?.title ?? measureId}`}
      lead={`Every history judged again by another rule, for index events from ${formatDay(period.from)} to ${formatDay(period.to)}. Nothing is changed by it.`}
      up={{
        to: linkTo(`/outcomes/${encodeURIComponent(measureId)}`, params, { ...period }),
        name: measure?.title ?? 'Outcomes',
      }}
    >
      <Filters>
        <ScopeFields />
        <PeriodFields period={period} />
      </Filters>
      <div className="stack">
        <Panel title="The other rule" note="What is left as it is stays as the definition has it.">
          <Answered query={measures}>
            {() =>
              measure && Object.keys(measure.parameters).length > 0 ? (
                <ParameterForm
                  key={measureId}
                  parameters={measure.parameters}
                  busy={ask.isPending}
                  onAsk={(given) => ask.mutate(given)}
                />
              ) : (
                <Empty>This measure has no parameter to set otherwise.</Empty>
              )
            }
          </Answered>
          {ask.error ? <Failure error={ask.error} /> : null}
        </Panel>
        {job ? <WhatIfJob key={job} jobId={job} onGone={() => change({ job: undefined })} /> : null}
      </div>
    </Page>
  );
}
