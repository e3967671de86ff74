import { readModels, rebuild } from '@stepwell/read-models';
import { withFoundation } from './session.ts';

/** `stepwell rebuild [NAME…]`: all of them when none is named. */
export const rebuildReadModels = (names: readonly string[]): Promise<void> =>
  withFoundation(async ({ pool, store }) => {
    const unknown = names.filter((name) => !readModels.some((model) => model.name === name));
    if (unknown.length > 0)
      throw new Error(
        `There is no read model ${unknown.join(', ')}; there are: ${readModels.map(({ name }) => name).join(', ')}.`,
      );
    const chosen = names.length > 0 ? readModels.filter(({ name }) => names.includes(name)) : readModels;
    const began = Date.now();
    const reported = { at: began };
    const { events, position } = await rebuild(pool, store, chosen, (read) => {
      if (Date.now() - reported.at < 1_000) return;
      reported.at = Date.now();
      console.error(`${read} events read, ${Math.round((read * 1_000) / (reported.at - began))} a second`);
    });
    const seconds = (Date.now() - began) / 1_000;
    console.log(
      `Rebuilt ${chosen.map(({ name }) => name).join(', ')} from ${events} events in ${seconds.toFixed(1)} s, up to position ${position}.`,
    );
  });
