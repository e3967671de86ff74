export {
  demonstrationNetwork,
  simulateNetwork,
  type SimulatedNetwork,
  type SimulatedPatient,
} from './simulate-network.ts';
export { mergeRecords, type CensusCount, type NetworkRecord } from './merge-records.ts';
export type { NetworkOptions } from './period.ts';
export type { SimulatedProgramRequest } from './program-requests.ts';
export type { SimulatedRequest } from './telling.ts';
export type * from './record.ts';
