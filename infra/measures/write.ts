import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { measuresPage } from './measures-page.ts';

// Writes docs/measures.md: `npm run measures`.

const file = new URL('../../docs/measures.md', import.meta.url).pathname;
writeFileSync(file, await format(measuresPage(), { ...(await resolveConfig(file)), filepath: file }));
