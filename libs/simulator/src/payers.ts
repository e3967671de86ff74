/** A health plan, and how often a patient of each age is its member. */
export interface Payer {
  readonly id: string;
  readonly name: string;
  readonly under65: number;
  readonly from65: number;
}

export const PAYERS: readonly Payer[] = [
  { id: 'blue-prairie', name: 'Blue Prairie Health Plan', under65: 35, from65: 5 },
  { id: 'crestline-hmo', name: 'Crestline HMO', under65: 27, from65: 0 },
  { id: 'northstar-community', name: 'NorthStar Community Plan', under65: 35, from65: 5 },
  { id: 'summit-advantage', name: 'Summit Medicare Advantage', under65: 3, from65: 90 },
];
