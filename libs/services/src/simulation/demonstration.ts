import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { START } from '@stepwell/event-sourcing';
import { demonstrationNetwork, type NetworkOptions } from '@stepwell/simulator';
import type { Configuration } from '../configuration.ts';
import type { Foundation } from '../foundation.ts';

/** The network that is to be loaded, and whether all of it has been. */
interface Demonstration {
  readonly network: NetworkOptions;
  readonly isLoaded: boolean;
}

/**
 * The demonstration network that is still to be loaded, if any: on the first start with an empty log, and again when
 * that load was cut short. What is asked for is written down first, so that it is the same network the next day.
 */
export const pendingDemonstration = async (
  { demo, dataFolder }: Pick<Configuration, 'demo' | 'dataFolder'>,
  { store }: Pick<Foundation, 'store'>,
  today: string,
): Promise<NetworkOptions | undefined> => {
  if (!demo) return undefined;
  const begun = await readDemonstration(dataFolder);
  const isEmpty = (await store.head()) === START;
  if (begun && !begun.isLoaded) return begun.network;
  if (!isEmpty) return undefined;
  const network = demonstrationNetwork(today);
  await writeDemonstration(dataFolder, { network, isLoaded: false });
  return network;
};

export const demonstrationLoaded = (dataFolder: string, network: NetworkOptions): Promise<void> =>
  writeDemonstration(dataFolder, { network, isLoaded: true });

const fileIn = (dataFolder: string): string => join(dataFolder, 'demonstration.json');

const readDemonstration = async (dataFolder: string): Promise<Demonstration | undefined> => {
  const text = await readFile(fileIn(dataFolder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Demonstration);
};

const writeDemonstration = async (dataFolder: string, demonstration: Demonstration): Promise<void> => {
  await mkdir(dataFolder, { recursive: true });
  await writeFile(fileIn(dataFolder), `${JSON.stringify(demonstration, null, 2)}\n`);
};
