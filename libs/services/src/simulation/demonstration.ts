import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { START } from '@stepwell/event-sourcing';
import { demonstrationNetwork, type NetworkOptions } from '@stepwell/simulator';
import type { Configuration } from '../configuration.ts';
import type { Foundation } from '../foundation.ts';

type Places = Pick<Configuration, 'dataFolder' | 'databaseUrl' | 'kurrentDbUrl'>;

/** The network that is to be loaded, into which database, and whether all of it has been. */
interface Demonstration {
  readonly database: string;
  readonly network: NetworkOptions;
  readonly isLoaded: boolean;
}

/**
 * The demonstration network that is still to be loaded, if any: on the first start with an empty log, and again when
 * that load was cut short. What is asked for is written down first, so that it is the same network the next day. A load
 * that was cut short is gone on with in its own database only: in any other the log is somebody's.
 */
export const pendingDemonstration = async (
  { demo, ...places }: Places & Pick<Configuration, 'demo'>,
  { store }: Pick<Foundation, 'store'>,
  today: string,
): Promise<NetworkOptions | undefined> => {
  if (!demo) return undefined;
  const { dataFolder } = places;
  const begun = await readDemonstration(dataFolder);
  const database = nameOf(places);
  if (begun?.database === database && !begun.isLoaded) return begun.network;
  const isEmpty = (await store.head()) === START;
  if (!isEmpty) return undefined;
  const network = demonstrationNetwork(today);
  await writeDemonstration(dataFolder, { database, network, isLoaded: false });
  return network;
};

export const demonstrationLoaded = (places: Places, network: NetworkOptions): Promise<void> =>
  writeDemonstration(places.dataFolder, { database: nameOf(places), network, isLoaded: true });

/** Where the log is, without who opens it. */
const nameOf = ({ databaseUrl, kurrentDbUrl }: Omit<Places, 'dataFolder'>): string => {
  if (kurrentDbUrl !== undefined) return kurrentDbUrl.replace(/^.*:\/\/(.*@)?/, '').replace(/\/?\?.*$/, '');
  if (databaseUrl === undefined) return 'embedded';
  const { host, pathname } = new URL(databaseUrl);
  return host + pathname;
};

const fileIn = (dataFolder: string): string => join(dataFolder, 'demonstration.json');

const readDemonstration = async (dataFolder: string): Promise<Demonstration | undefined> => {
  const text = await readFile(fileIn(dataFolder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Demonstration);
};

const writeDemonstration = async (dataFolder: string, demonstration: Demonstration): Promise<void> => {
  await mkdir(dataFolder, { recursive: true });
  // Under its name the file is whole, whenever this process dies.
  const half = `${fileIn(dataFolder)}.half-written`;
  await writeFile(half, `${JSON.stringify(demonstration, null, 2)}\n`);
  await rename(half, fileIn(dataFolder));
};
