import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSiteMap, type Sender, type SiteMap } from '@stepwell/edges/hl7v2';
import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';

/** The site map that is used when none is named: the demonstration network's facilities and two public sample feeds. */
export const SITE_MAP_FILE = join(import.meta.dirname, '../../../../infra/site-map.example.json');

/** Reads the site map's file; throws a sentence, with its line, for every fault in it. */
export const readSiteMap = async (file: string): Promise<SiteMap> => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(`The site map cannot be read (STEPWELL_SITE_MAP): ${error.message}`);
  });
  const parsed = parseSiteMap(parseJson(text, file));
  if ('senders' in parsed) return parsed;
  const tree = parseTree(text);
  throw new Error(
    parsed
      .map(({ path, detail }) => `${file}:${lineOf(text, tree, path)}: ${path || 'the whole'}: ${detail}`)
      .join('\n'),
  );
};

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const faults: ParseError[] = [];
    parseTree(text, faults, { disallowComments: true });
    throw new Error(`${file}:${lineAt(text, faults[0]?.offset)}: It is no JSON: ${(error as Error).message}`);
  }
};

/** The line of what `senders[0].levels[1]` names; of what is missing, that of what it is missing in. */
const lineOf = (text: string, tree: Node | undefined, path: string): number => {
  const steps = [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? name! : Number(index),
  );
  let node: Node | undefined;
  for (let depth = steps.length; tree && !node; depth--)
    node = findNodeAtLocation(tree, steps.slice(0, depth));
  return lineAt(text, node?.offset);
};

const lineAt = (text: string, offset = 0): number => text.slice(0, offset).split('\n').length;

const LOOK_EVERY_MS = 1_000;

/**
 * The site map of a file, which is read again when the file changes. One with a fault is not taken: that before it stays in
 * force, and `fault` says what is wrong.
 */
export class FollowedSiteMap implements SiteMap {
  private current: SiteMap;
  private readonly file: string;
  private readonly log: (line: string) => void;
  fault: string | undefined;

  private constructor(file: string, siteMap: SiteMap, log: (line: string) => void) {
    this.file = file;
    this.current = siteMap;
    this.log = log;
  }

  /** Throws where the file is no site map to begin with. */
  static async of(file: string, log: (line: string) => void): Promise<FollowedSiteMap> {
    const followed = new FollowedSiteMap(file, await readSiteMap(file), log);
    watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, followed.read);
    return followed;
  }

  get senders(): readonly Sender[] {
    return this.current.senders;
  }

  stop(): void {
    unwatchFile(this.file, this.read);
  }

  private readonly read = (): void => {
    readSiteMap(this.file).then(
      (siteMap) => {
        this.current = siteMap;
        this.fault = undefined;
        this.log(`The site map was read again: ${siteMap.senders.length} senders.`);
      },
      (error: Error) => {
        this.fault = `The site map has changed and cannot be used; the one before stays in force.\n${error.message}`;
        this.log(this.fault);
      },
    );
  };
}
