export * from './measure.ts';
export * from './measures.ts';
export * from './rate.ts';
export * from './attendance-week.ts';
