import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

// AES-256-GCM (NIST SP 800-38D): a nonce of 96 bits for each secret, and a tag of 128 bits that notices any change.
const ALGORITHM = 'aes-256-gcm';
const PREFIX = `${ALGORITHM}:`;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The first key seals, all of them unseal. */
export type Keys = readonly Buffer[];

/** The secret as the database keeps it: sealed with the first key, or plain where there is none. */
export const seal = (secret: string, [key]: Keys): string => {
  if (!key) return secret;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return PREFIX + sealed.toString('base64');
};

/** The secret again. One that was kept plain, before there was a key, is as it is. */
export const unseal = (kept: string, keys: Keys): string => {
  if (!kept.startsWith(PREFIX)) return kept;
  if (keys.length === 0)
    throw new Error('The secrets of webhooks are sealed: give their key in WEBHOOK_SECRETS_KEY.');
  const sealed = Buffer.from(kept.slice(PREFIX.length), 'base64');
  for (const key of keys) {
    const secret = opened(sealed, key);
    if (secret !== undefined) return secret;
  }
  throw new Error(
    'The secrets of webhooks were sealed with another key than those in WEBHOOK_SECRETS_KEY: add that key after the new ' +
      'one, with a comma. Where it is lost, POST /v1/subscriptions/{id}/secret with {"overlapHours": 0} makes another secret.',
  );
};

/** Whether a secret is kept as it would be kept now. */
export const isSealedAnew = (kept: string, [key]: Keys): boolean =>
  key
    ? kept.startsWith(PREFIX) && opened(Buffer.from(kept.slice(PREFIX.length), 'base64'), key) !== undefined
    : !kept.startsWith(PREFIX);

/** Undefined where it was sealed with another key, or has been changed. */
const opened = (sealed: Buffer, key: Buffer): string | undefined => {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return (
      decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return undefined;
  }
};
