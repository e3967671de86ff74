import { grantsFor } from './authorized.ts';
import { HOUR } from './calendar.ts';
import type { Telling } from './telling.ts';

/** Tells what the facilities ask of the health plans, and what these answer a day later. */
export const tellAuthorizations = (telling: Telling): void => {
  for (const { stay, grant } of grantsFor(telling.life)) {
    const { person: _, nextReview: __, ...asked } = grant;
    const spoken = {
      facilityId: stay.program.facilityId,
      actor: 'utilization-review',
      lag: 'errand',
    } as const;
    const requested = telling.say({
      ...{ ...spoken, at: stay.begin.at + HOUR },
      commands: [{ type: 'RequestAuthorization', data: asked }],
    });
    const answered = stay.begin.at + 20 * HOUR;
    if (answered >= telling.horizon) continue;
    telling.say({
      ...{ ...spoken, at: answered, after: requested },
      commands: [{ type: 'ApproveAuthorization', data: grant }],
    });
  }
};
