import fc from 'fast-check';
import { UUID_BYTES, isStoredUuid, writeUuid } from './uuid.ts';

test('writes the bytes that the digits stand for, where it is told', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(20), (text, offset) => {
      const bytes = new Uint8Array(offset + UUID_BYTES + 1).fill(0xaa);
      writeUuid(text, bytes, offset);
      const hex = Buffer.from(bytes.subarray(offset, offset + UUID_BYTES)).toString('hex');
      expect(hex).toBe(text.replaceAll('-', ''));
      expect([...bytes.subarray(0, offset), bytes.at(-1)].every((byte) => byte === 0xaa)).toBe(true);
    }),
  );
});

test('a stored UUID is in small letters, whole and nothing else', () => {
  const id = '6f1a5b1e-9d0c-5b7a-8f4e-2c3d1a0b9e8f';
  expect(isStoredUuid(id)).toBe(true);
  const others = [id.toUpperCase(), id.slice(1), `${id}0`, id.replaceAll('-', ''), `${id}\n`, ''];
  expect(others.filter(isStoredUuid)).toEqual([]);
});
