import { readFileSync } from 'node:fs';
import { measures } from '@stepwell/measures';
import { measuresPage } from '../infra/measures/measures-page.ts';

const page = readFileSync(new URL('../docs/measures.md', import.meta.url), 'utf8');

// The formatter aligns tables and no more.
const words = (text: string): string => text.replaceAll(/-{3,}/g, '---').replaceAll(/\s+/g, ' ').trim();

test('docs/measures.md is what the definitions say: `npm run measures` writes it', () =>
  expect(words(page) === words(measuresPage())).toBe(true));

test('every measure is in it, with its window and sources', () => {
  for (const { id, window, sources } of measures) {
    expect(page).toContain(`\`${id}\``);
    expect(window).not.toBe('');
    expect(sources.length).toBeGreaterThan(0);
  }
});
