import type fc from 'fast-check';
import { foldAll, Refusal } from '@stepwell/event-sourcing';
import { asFact } from '@stepwell/event-sourcing/testing';
import { NOTHING_KNOWN, pathway, pathwayFold, type Pathway } from '@stepwell/pathway';
import { anyCommands } from '@stepwell/pathway/testing';

/** Any pathway that decisions can lead to. */
export const historyOf = (maxLength: number): fc.Arbitrary<Pathway> =>
  anyCommands(maxLength).map((said) =>
    said.reduce((state, { command, at }, n) => {
      const times = {
        occurredAt: at,
        recordedAt: new Date(Date.UTC(2026, 1, 1, 0, 0, n)).toISOString(),
      };
      const decided = pathway.decide(command, state, times);
      if (decided instanceof Refusal) return state;
      return foldAll(
        pathwayFold,
        decided.map((event, part) => asFact(pathwayFold, event, `${n}.${part}`, times)),
        state,
      );
    }, NOTHING_KNOWN),
  );
