export { KurrentDbDouble, type DoubleOptions, type Mood } from './kurrentdb-double.ts';
