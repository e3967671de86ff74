import { Intake, loadNetwork } from '@stepwell/services';
import { demonstrationNetwork } from '@stepwell/simulator';
import { SingleBar } from 'cli-progress';
import { withIntake } from './session.ts';

export interface SimulateOptions {
  readonly patients: number;
  readonly seed: number;
  readonly from?: string;
  readonly to?: string;
}

/** `stepwell simulate --patients N --seed S` */
export const simulate = ({
  patients,
  seed,
  from,
  to = new Date().toISOString().slice(0, 10),
}: SimulateOptions): Promise<void> =>
  withIntake(async (context) => {
    const network = { ...demonstrationNetwork(to), ...(from && { from }), patients, seed };
    const bar = new SingleBar({
      format: 'Simulating {bar} {percentage}% | {value}/{total} patients | {eta_formatted} left',
      noTTYOutput: true,
      notTTYSchedule: 5_000,
    });
    bar.start(patients, 0);
    const loaded = await loadNetwork(context.get(Intake), network, (done) => bar.update(done));
    bar.stop();
    console.log(
      `${loaded.events} events of ${loaded.patients} patients recorded; ${loaded.known} requests were known already.`,
    );
    console.log(
      `The same network again: --patients ${patients} --seed ${seed} --from ${network.from} --to ${to}`,
    );
  });
