export * from './measure.ts';
export * from './measures.ts';
export * from './rate.ts';
export * from './attendance-week.ts';
export { isOpenOn, type Alert, type AlertRule } from './alerts/alert.ts';
export * from './alerts/alert-rules.ts';
