import {
  Intake,
  demonstrationLoaded,
  loadNetwork,
  openIntake,
  pendingDemonstration,
  type Configuration,
  type Foundation,
  type SiteMap,
} from '@stepwell/services';
import { SingleBar } from 'cli-progress';

/** On the first start, fills the log with a network to look at. */
export const loadDemonstration = async (
  configuration: Configuration,
  foundation: Foundation,
  siteMap: SiteMap,
): Promise<void> => {
  const network = await pendingDemonstration(
    configuration,
    foundation,
    new Date().toISOString().slice(0, 10),
  );
  if (!network) return;
  const bar = new SingleBar({
    format:
      'Loading the demonstration network {bar} {percentage}% | {value}/{total} patients | {eta_formatted} left',
    noTTYOutput: true,
    notTTYSchedule: 5_000,
  });
  const context = await openIntake(foundation, siteMap);
  bar.start(network.patients, 0);
  const { patients, events } = await loadNetwork(context.get(Intake), network, (done) => bar.update(done));
  bar.stop();
  await demonstrationLoaded(configuration, network);
  await context.close();
  console.log(
    `Recorded ${events} events of ${patients} made-up patients. STEPWELL_DEMO=off starts empty instead.`,
  );
};
