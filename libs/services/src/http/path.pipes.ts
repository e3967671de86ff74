import type { PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { NAME } from './fields.ts';
import { Problem } from './problem.ts';

const badPart = (name: string, detail: string, must: string): Problem =>
  new Problem(400, 'invalid-request', detail, { errors: [{ field: name, detail: must }] });

/** Takes a part of the path that has to be a UUID, in either case. */
export const uuid = (name: string): PipeTransform => ({
  transform: (value: string): string => {
    if (isUUID(value)) return value.toLowerCase();
    throw badPart(name, `The ${name} in the address is no UUID, such as 7f0c1b2a-….`, 'must be a UUID');
  },
});

/** Takes a part of the path that has to be a name. */
export const named = (name: string): PipeTransform => ({
  transform: (value: string): string => {
    if (NAME.test(value)) return value;
    throw badPart(name, `The ${name} in the address is no name.`, 'must be 1 to 64 of A–Z a–z 0–9 . _ -');
  },
});
