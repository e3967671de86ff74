import type { Pathway } from '../../../api/types.ts';

/** What an instrument measured in one episode of care. */
export type Trend = Pathway['outcomes'][number];
export type ScorePoint = Trend['points'][number];

export const verdictOf = ({ response, remission }: ScorePoint): string =>
  [remission ? 'remission' : '', response ? 'response' : ''].filter(Boolean).join(', ');
