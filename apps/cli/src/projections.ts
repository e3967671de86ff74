import {
  heldStreams,
  readBuild,
  readCheckpoint,
  readModels,
  retryHeld,
  servingModels,
  verify,
  type Held,
  type Verdict,
} from '@stepwell/read-models';
import { checkNames } from './rebuild.ts';
import { say, withFoundation } from './session.ts';

/** `stepwell projections`: where they stand, and whose rows are held back by what. */
export const listProjections = (): Promise<void> =>
  withFoundation(async ({ pool, store }) => {
    const [checkpoint, head] = [await readCheckpoint(pool), await store.head()];
    const [serving, held, build] = [
      await servingModels(pool),
      await heldStreams(pool),
      await readBuild(pool),
    ];
    console.log(`The log ends at position ${head}; the read models stand at ${checkpoint}.\n`);
    for (const { name, version } of readModels) {
      const own = serving.get(name);
      const facts = own
        ? [
            `version ${own.version}${own.version === version ? '' : `, this program makes ${version}`}`,
            `${own.consumed?.events ?? 0} events`,
            `${held.filter(({ model }) => model === name).length} held`,
            `made ${own.rebuiltAt}`,
          ]
        : ['not made yet'];
      console.log(`${name.padEnd(18)}${facts.join('  ')}`);
    }
    if (build)
      console.log(
        `\nBeside them, ${build.filled ? 'waiting for a decision' : 'filling'} since ${build.startedAt}: ${Object.keys(build.versions).join(', ')}`,
      );
    if (held.length > 0) showHeld(held);
  });

const showHeld = (held: readonly Held[]): void => {
  console.log('\nHeld, with rows from before this event; everything else goes on:');
  for (const { model, streamId, eventType, eventId, position, heldAt, attempts, reason } of held)
    console.log(
      `  ${model}  ${streamId}  ${eventType} ${eventId} at ${position}, since ${heldAt}, tried ${attempts}×\n    ${reason}`,
    );
  console.log('\nstepwell projections retry tries them again, as every start and every further event does.');
};

/** `stepwell projections verify`: whether each was made from exactly the events of the log. */
export const verifyProjections = (names: readonly string[]): Promise<void> =>
  withFoundation(async ({ pool, store }) => {
    checkNames(names);
    const chosen = names.length > 0 ? readModels.filter(({ name }) => names.includes(name)) : readModels;
    let told = performance.now();
    const { position, events, verdicts, strangers, endsBefore } = await verify(
      pool,
      store,
      chosen,
      (read) => {
        if (performance.now() - told < 2_000) return;
        told = performance.now();
        say(`${read} events of the log read`);
      },
    );
    console.log(`${events} events in the log up to position ${position}.`);
    for (const verdict of verdicts) showVerdict(verdict);
    if (strangers > 0) console.error(`\n${strangers} events are of streams that this version does not know.`);
    if (endsBefore) console.error(`\nThe log ends at ${endsBefore}: they were made from another log.`);
    const isComplete = verdicts.every((verdict) => verdict.isComplete) && !endsBefore;
    if (!isComplete) console.error('\nstepwell rebuild makes them anew from the log.');
    if (isComplete && strangers === 0) return;
    process.exitCode = 1;
  });

const showVerdict = ({ model, isComplete, consumed, held, faults }: Verdict): void => {
  console.log(
    `${model.padEnd(18)}${isComplete ? 'complete' : 'NOT COMPLETE'}: ${consumed} events consumed, ${held} waiting`,
  );
  for (const { type, inLog, consumed: accounted } of faults)
    console.log(
      `    ${type}: ${inLog} in the log, ${accounted} accounted for${inLog === accounted ? ', other ones' : ''}`,
    );
};

/** `stepwell projections retry [NAME…]`: after what held them was mended. */
export const retryProjections = (names: readonly string[], key: string | undefined): Promise<void> =>
  withFoundation(async ({ pool, store }) => {
    checkNames(names);
    const keys = key === undefined ? undefined : [key];
    const models = names.length > 0 ? names : undefined;
    const { tried, released } = await retryHeld(pool, store, readModels, { models, keys });
    console.log(`${tried} tried again: ${released} are up to date, ${tried - released} are still held.`);
    if (released < tried) process.exitCode = 1;
  });
