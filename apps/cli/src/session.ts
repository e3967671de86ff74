import { Projector } from '@stepwell/read-models';
import {
  SITE_MAP_FILE,
  openFoundation,
  openIntake,
  readConfiguration,
  readSiteMap,
  type Foundation,
} from '@stepwell/services';
import type { INestApplicationContext } from '@nestjs/common';

/** Says something that is no answer: answers alone go to standard output. */
export const say = (line: string): void => console.error(line);

/** Opens the database that the platform uses (and shares it, when the platform is running), and closes it again. */
export const withFoundation = async <T>(work: (foundation: Foundation) => Promise<T>): Promise<T> => {
  const foundation = await openFoundation(readConfiguration(process.env), say);
  try {
    return await work(foundation);
  } finally {
    await foundation.close();
  }
};

/** Opens the write side as well, and keeps the read models up with it until they show what was recorded. */
export const withIntake = (
  work: (context: INestApplicationContext, foundation: Foundation) => Promise<void>,
): Promise<void> =>
  withFoundation(async (foundation) => {
    const { siteMapFile = SITE_MAP_FILE } = readConfiguration(process.env);
    const context = await openIntake(foundation, await readSiteMap(siteMapFile));
    try {
      await work(context, foundation);
      await showRecorded(foundation);
    } finally {
      await context.close();
    }
  });

const showRecorded = async ({ pool, store }: Foundation): Promise<void> => {
  const projector = new Projector(pool, store, { log: say });
  await projector.start();
  try {
    await projector.reached(await store.head());
  } finally {
    await projector.stop();
  }
};
