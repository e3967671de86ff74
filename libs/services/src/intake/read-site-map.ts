import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSiteMap, type SiteMap } from '@stepwell/edges/hl7v2';

/** The site map that is used when none is named: the demonstration network's facilities and two public sample feeds. */
export const SITE_MAP_FILE = join(import.meta.dirname, '../../../../infra/site-map.example.json');

/** Reads the site map's file; throws a sentence for every fault in it. */
export const readSiteMap = async (file: string): Promise<SiteMap> => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(`The site map cannot be read (STEPWELL_SITE_MAP): ${error.message}`);
  });
  const parsed = parseSiteMap(parseJson(text, file));
  if ('senders' in parsed) return parsed;
  throw new Error(parsed.map(({ path, detail }) => `${file}: ${path}: ${detail}`).join('\n'));
};

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`);
  }
};
