export { tedsRows, type TedsFileFault, type TedsLine, type TedsRow } from './teds-rows.ts';
export { tedsRowToRequests, type TedsRowFault } from './teds-row-to-requests.ts';
export { tedsFacilities, tedsFacilityOf, type TedsFacility } from './teds-facilities.ts';
export { TEDS_HEADER, pathwayToTedsRow, tedsLine } from './pathway-to-teds-row.ts';
