import { Refusal } from '@stepwell/event-sourcing';
import { simulateNetwork, type NetworkOptions } from '@stepwell/simulator';
import type { Intake } from '../intake/orders.ts';

/** What became of a simulated network's requests. */
export interface LoadedNetwork {
  patients: number;
  events: number;
  /** Requests that the log held already. */
  known: number;
}

// Enough at once that their appends are committed together.
const AT_ONCE = 32;

/**
 * Makes up a network and has it recorded, each patient's requests together. Loading the same network again changes
 * nothing, so a load that was cut short is finished by starting it again.
 */
export const loadNetwork = async (
  intake: Intake,
  options: NetworkOptions,
  progress: (patients: number) => void = () => {},
): Promise<LoadedNetwork> => {
  const network = simulateNetwork(options);
  for (const request of network.programs) accepted(await intake.program(request));
  const loaded: LoadedNetwork = { patients: 0, events: 0, known: 0 };
  const patients = network.patients();
  const worker = async () => {
    for (const { patientId, requests } of patients) {
      const answers = await intake.patient(patientId, requests);
      for (const answer of answers.map(accepted)) {
        if (answer.outcome === 'appended') loaded.events += answer.events.length;
        else loaded.known += 1;
      }
      progress((loaded.patients += 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return loaded;
};

// The simulator only asks for what the rules allow: a refusal is a fault of one of the two.
const accepted = <Done>(answer: Done | Refusal): Done => {
  if (answer instanceof Refusal)
    throw new Error(`The simulation was refused: ${answer.code}: ${answer.detail}`);
  return answer;
};
