import {
  CHANNELS,
  QUARANTINE_STATUSES,
  isCalendarDay,
  type QuarantineFilter,
  type QuarantineStatus,
} from '@stepwell/services';
import { GROUPINGS } from '@stepwell/read-models';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { exportFile } from './export.ts';
import { FORMATS, importFile, type Format } from './import.ts';
import {
  discardQuarantined,
  fixQuarantined,
  listQuarantine,
  replayQuarantined,
  showQuarantined,
} from './quarantine.ts';
import { listProjections, retryProjections, verifyProjections } from './projections.ts';
import { discardTables, rebuildReadModels, switchTables } from './rebuild.ts';
import { checkSiteMap } from './site-map.ts';
import { listSubscriptions, resumeSubscription } from './subscriptions.ts';
import { parameter, whatIf, type WhatIfOptions } from './what-if.ts';
import { simulate, type SimulateOptions } from './simulate.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const whole =
  (least: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && Number.isSafeInteger(value)) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} on.`);
  };

const day = (text: string): string => {
  if (isCalendarDay(text)) return text;
  throw new InvalidArgumentError('Give a day as YYYY-MM-DD.');
};

const program = new Command('stepwell')
  .description(
    'Works on the database that the platform uses: the one of DATABASE_URL, or the embedded one in STEPWELL_DATA.',
  )
  .version(version)
  .showHelpAfterError('(stepwell --help tells more)');

program
  .command('import')
  .description('record the messages of a file; importing it again changes nothing')
  .addArgument(new Argument('<format>', 'what the file holds').choices(FORMATS))
  .argument('<file>', 'the file')
  .action((format: Format, file: string) => importFile(format, file));

program
  .command('export')
  .description('write the rows that were imported as they were, code for code')
  .addArgument(new Argument('<format>', 'what to write').choices(['teds-d']))
  .argument('[file]', 'the file; the default is standard output')
  .action((_format: string, file: string | undefined) => exportFile(file));

const quarantine = program.command('quarantine').description('messages that could not become events');
const listCommand = quarantine
  .command('list')
  .description('what is in quarantine, the latest first')
  .addOption(
    new Option('--status <status>', 'still open, resolved, or discarded')
      .choices(QUARANTINE_STATUSES)
      .default('open'),
  )
  .option('--limit <n>', 'how many to show', whole(1), 20);
quarantine
  .command('show')
  .description('one message, whole, and what was done about it')
  .argument('<id>')
  .action((id: string) => showQuarantined(id));
const replayCommand = quarantine
  .command('replay')
  .description('try messages again: those named, or all that are open')
  .argument('[id...]');
for (const command of [listCommand, replayCommand])
  command
    .option('--code <code>', 'only this reason')
    .addOption(new Option('--channel <channel>', 'only what came in this way').choices(CHANNELS))
    .option('--facility <name>', 'only of this sender, as the message names it')
    .option('--message-type <type>', 'only messages of this type')
    .option('--text <text>', 'what stands in the message, in its number or in the reason');
listCommand.action((options: QuarantineFilter & { status: QuarantineStatus; limit: number }) =>
  listQuarantine(options),
);
const fixCommand = quarantine
  .command('fix')
  .description('try a message again with the content of a file; the one that came is kept')
  .argument('<id>')
  .argument('<file>');
const discardCommand = quarantine
  .command('discard')
  .description('give messages up: they are kept, and stay given up')
  .argument('<id...>');
for (const command of [fixCommand, discardCommand]) command.requiredOption('--note <why>', 'why');
for (const command of [replayCommand, fixCommand, discardCommand])
  command.option('--actor <name>', 'who does this', userInfo().username);
replayCommand.action((ids: string[], options: QuarantineFilter & { actor: string }) =>
  replayQuarantined(ids, options),
);
fixCommand.action((id: string, file: string, decision: { actor: string; note: string }) =>
  fixQuarantined(id, file, decision),
);
discardCommand.action((ids: string[], decision: { actor: string; note: string }) =>
  discardQuarantined(ids, decision),
);

program
  .command('site-map')
  .description(
    'look through a site map: every fault with its line; the default is the one of STEPWELL_SITE_MAP',
  )
  .argument('[file]')
  .action((file: string | undefined) => checkSiteMap(file));

const subscribers = program
  .command('subscriptions')
  .description('who is told by webhooks, and how far each has come')
  .action(() => listSubscriptions());
subscribers
  .command('resume')
  .description('go on with one that is parked, paused or waits, at once')
  .argument('<id>')
  .action((id: string) => resumeSubscription(id));

program
  .command('simulate')
  .description('record a made-up network of programs and patients; the same options make the same network')
  .option('--patients <n>', 'how many patients', whole(1), 1_500)
  .option('--seed <n>', 'what the network is made from', whole(0), 1)
  .option('--from <day>', 'its first day; the default is 24 months before --to', day)
  .option('--to <day>', 'the day before which it ends; the default is today', day)
  .action((options: SimulateOptions) => simulate(options));

program
  .command('what-if')
  .description('judge the whole past by another rule: what both come to, and which cases flip and why')
  .argument('<measure>', 'a measure, such as readmission-30')
  .option('--set <name=value>', 'a parameter of the measure; again for another', parameter, {})
  .option('--policy <file>', 'an hours policy as JSON, to try without adopting it')
  .option('--from <day>', 'the first day; the default is a year before --to', day)
  .option('--to <day>', 'the last day; the default is today', day)
  .addOption(new Option('--group-by <what>', 'by what to cut the rates').choices(GROUPINGS).default('none'))
  .option('--days <n>', 'of a time to an event: the last day after the index that is looked at', whole(1))
  .option('--flips <n>', 'how many cases that flip to show', whole(0), 10)
  .action((measure: string, options: WhatIfOptions) => whatIf(measure, options));

program
  .command('rebuild')
  .description('make read models anew from the log beside those that answer: those named, or all')
  .argument('[name...]')
  .addOption(
    new Option(
      '--expect <difference>',
      'what may differ for the new ones to answer at once: none, any, or columns (a,b)',
    ).default('none'),
  )
  .action((names: string[], { expect }: { expect: string }) =>
    rebuildReadModels(names, expect === 'none' || expect === 'any' ? expect : expect.split(',')),
  );

const projections = program
  .command('projections')
  .description('where the read models stand, and what is held back')
  .action(() => listProjections());
projections
  .command('verify')
  .description('whether they were made from exactly the events of the log: by type, count and sum of ids')
  .argument('[name...]')
  .action((names: string[]) => verifyProjections(names));
projections
  .command('retry')
  .description('try what is held back again')
  .argument('[name...]')
  .option('--key <id>', 'only this patient or program')
  .action((names: string[], { key }: { key?: string }) => retryProjections(names, key));
projections
  .command('switch')
  .description('let the tables answer that a rebuild has left beside the old ones')
  .action(() => switchTables());
projections
  .command('discard')
  .description('drop the tables that a rebuild has left beside the old ones')
  .action(() => discardTables());

try {
  await program.parseAsync();
} catch (error) {
  console.error(`stepwell: ${(error as Error).message}`);
  process.exitCode = 1;
}
