import { useQuery } from '@tanstack/react-query';
import { outcomesQuery } from '../../../api/outcomeQueries.ts';
import type { ReactNode } from 'react';
import type { OutcomeTrend } from '../../../api/types.ts';
import { formatDay } from '../../../format/dates.ts';
import { Select } from '../../../parts/Fields.tsx';
import { ChartPanel } from '../../../parts/Panel.tsx';
import { Answered } from '../../../parts/States.tsx';
import { useAddress, type Period } from '../../../url/address.ts';
import { AssessmentCases } from './AssessmentCases.tsx';
import { AssessmentFigures } from './AssessmentFigures.tsx';
import { assessedAs, linkFrom, weekIn } from './assessments.ts';
import { WeekChart } from './WeekChart.tsx';
import { WeekTable } from './WeekTable.tsx';

/** How the scores of a program's patients go by weeks since admission, and the patients behind each number. */
export function AssessmentTrend({ programId, period }: { programId: string; period: Period }) {
  const { params, change } = useAddress();
  const query = useQuery(outcomesQuery({ program: programId, ...period }));
  const trends = query.data?.trends ?? [];
  const trend = trends.find(({ instrument }) => instrument === params.get('instrument')) ?? trends[0];
  const fewIsBelow = query.data?.fewIsBelow ?? 0;
  const assessed = assessedAs.find((one) => one === params.get('assessed')) ?? 'none';
  const shown = (content: (trend: OutcomeTrend) => ReactNode) => (
    <Answered
      query={query}
      isEmpty={({ trends: all }) => all.length === 0}
      empty="Nobody who was admitted in this period has been assessed in the program. POST /v1/patients/{patientId}/outcomes records a score."
    >
      {() => (trend ? content(trend) : null)}
    </Answered>
  );
  return (
    <>
      <ChartPanel
        title="Assessments since admission"
        note={`Of patients admitted to the program from ${formatDay(period.from)} to ${formatDay(period.to)}, lower is better. A number of fewer than ${fewIsBelow} patients is marked as few: it says little, and may not be published.`}
        actions={
          trend ? (
            <Select
              label="Instrument"
              value={trend.instrument}
              options={trends.map(({ instrument }) => ({ value: instrument, label: instrument }))}
              onChange={(instrument) => change({ instrument, assessed: undefined, week: undefined })}
            />
          ) : null
        }
        chart={shown((one) => (
          <>
            <AssessmentFigures
              trend={one}
              fewIsBelow={fewIsBelow}
              linkOf={linkFrom(params, one.instrument)}
            />
            <WeekChart trend={one} linkOf={linkFrom(params, one.instrument)} />
          </>
        ))}
        table={shown((one) => (
          <WeekTable trend={one} linkOf={linkFrom(params, one.instrument)} />
        ))}
      />
      {trend && assessed !== 'none' ? (
        <AssessmentCases
          question={{ program: programId, ...period, instrument: trend.instrument }}
          counted={assessed}
          week={weekIn(params.get('week'))}
        />
      ) : null}
    </>
  );
}
