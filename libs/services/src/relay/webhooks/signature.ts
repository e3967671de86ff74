import { createHmac, randomBytes } from 'node:crypto';

// Standard Webhooks, "Signature scheme": v1 is HMAC-SHA256 over `{id}.{timestamp}.{body}` with the secret's bytes.

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

/** The header `webhook-signature`: one signature for each secret that is valid, so that one can take the other's place. */
export const signatures = (secrets: readonly string[], id: string, timestamp: number, body: string): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
