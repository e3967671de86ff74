import fc from 'fast-check';
import { v5 } from 'uuid';
import { canonicalJson } from '@stepwell/event-sourcing';
import { derivedId, eventIdOf } from './ids.ts';

// What is in a log has these ids for ever: another implementation gives the same.

test('ids are name-based UUIDs as the package "uuid" makes them', () =>
  fc.assert(
    fc.property(fc.uuid(), fc.nat(), fc.array(fc.string({ unit: 'grapheme' })), (commandId, n, parts) => {
      expect(eventIdOf(commandId, n)).toBe(v5(String(n), commandId));
      expect(derivedId(...parts)).toBe(v5(canonicalJson(parts), '6f1a5b1e-9d0c-5b7a-8f4e-2c3d1a0b9e8f'));
    }),
  ));
