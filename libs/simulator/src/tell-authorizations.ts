import { askedFor } from './authorized.ts';
import { HOUR } from './calendar.ts';
import type { Telling } from './telling.ts';

/** Tells what the facilities ask of the health plans, and what these answer: at first, on appeal and at the review. */
export const tellAuthorizations = (telling: Telling): void => {
  for (const { stay, request, answers } of askedFor(telling.life, telling.horizon)) {
    const { facilityId } = stay.program;
    const spoken = { facilityId, actor: 'utilization-review', lag: 'errand' } as const;
    const requested = telling.say({
      ...{ ...spoken, at: stay.begin.at + HOUR },
      commands: [{ type: 'RequestAuthorization', data: request }],
    });
    const { authorizationId, payerId, level } = request;
    const care = { authorizationId, payerId, facilityId, level, reason: 'a lower level is held sufficient' };
    for (const { at, grant } of answers)
      telling.say({
        ...{ ...spoken, at, after: requested },
        commands: [
          grant ? { type: 'ApproveAuthorization', data: grant } : { type: 'DenyAuthorization', data: care },
        ],
      });
  }
};
