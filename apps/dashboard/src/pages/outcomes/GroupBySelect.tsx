import type { GroupBy, Measure } from '../../api/types.ts';
import { sentence } from '../../format/words.ts';
import { Select } from '../../parts/Fields.tsx';

interface Props {
  measure: Measure;
  groupBy: GroupBy;
  onChange: (groupBy: GroupBy) => void;
}

/** By what to cut an answer, or not at all. */
export function GroupBySelect({ measure, groupBy, onChange }: Props) {
  const options = measure.groupings.map((value) => ({
    value,
    label: value === 'none' ? 'All together' : sentence(value),
  }));
  return <Select label="Group by" value={groupBy} options={options} onChange={onChange} />;
}

/** The grouping that the address names, of those that the measure has. */
export const groupByIn = (params: URLSearchParams, measure: Measure | undefined): GroupBy =>
  measure?.groupings.find((each) => each === params.get('groupBy')) ?? 'none';
