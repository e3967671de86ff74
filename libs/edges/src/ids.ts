import { hash } from 'node:crypto';
import { UUID_BYTES, canonicalJson, writeUuid } from '@stepwell/event-sourcing';

/** The namespace of every id that Stepwell derives (RFC 9562, 5.5: name-based UUIDs). Never change it. */
const STEPWELL = '6f1a5b1e-9d0c-5b7a-8f4e-2c3d1a0b9e8f';

/** The same parts always give the same UUID: two feeds that race to be the first make one thing, not two. */
export const derivedId = (...parts: readonly string[]): string => uuidV5(canonicalJson(parts), STEPWELL);

/** A patient first seen in a feed, by the assigning authority and the identifier that it gave. */
export const patientIdOf = ({ system, value }: { readonly system: string; readonly value: string }): string =>
  derivedId('patient', system, value);

/** The id of a command's nth event. */
export const eventIdOf = (commandId: string, n: number): string => uuidV5(String(n), commandId);

/** A digest of what was sent: tells a repeated message from another one under the same id. */
export const digestOf = (content: string | Uint8Array): string => hash('sha256', content, 'base64url');

/** A name-based UUID (RFC 9562, 5.5). The one-shot digest is several times as fast as an object that takes updates. */
const uuidV5 = (name: string, namespace: string): string => {
  const named = Buffer.allocUnsafe(UUID_BYTES + Buffer.byteLength(name));
  writeUuid(namespace, named, 0);
  named.write(name, UUID_BYTES);
  const hex = hash('sha1', named, 'hex');
  const variant = VARIANTS[parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const VARIANTS = '89ab';
