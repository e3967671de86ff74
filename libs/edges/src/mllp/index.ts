export * from './frame-decoder.ts';
