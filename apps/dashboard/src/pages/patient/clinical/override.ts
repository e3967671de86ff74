import type { Stay } from '../../../api/types.ts';

/** Why somebody was admitted against what speaks against it. */
export const overrideWords = ({ reason, clinician }: NonNullable<Stay['override']>): string =>
  `Admitted all the same: ${reason} (${clinician})`;
