import { ParseUUIDPipe } from '@nestjs/common';
import { Problem } from './problem.ts';

/** Takes a part of the path that has to be a UUID. */
export const uuid = (name: string): ParseUUIDPipe =>
  new ParseUUIDPipe({
    exceptionFactory: () =>
      new Problem(400, 'invalid-request', `The ${name} in the address is no UUID, such as 7f0c1b2a-….`, {
        errors: [{ field: name, detail: 'must be a UUID' }],
      }),
  });
