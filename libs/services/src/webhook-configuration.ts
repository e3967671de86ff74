/** What the addresses of webhooks may be. */
export interface WebhookRules {
  /** Whether `http://` is taken as well as `https://`. */
  readonly allowHttp: boolean;
  /** Whether loopback, private and link-local addresses are taken. */
  readonly allowPrivate: boolean;
  /** The key that subscribers' secrets are sealed with in the database; without it they are kept plain. */
  readonly secretsKey?: Buffer;
}

/** Nothing is allowed that is not asked for. */
export const STRICT: WebhookRules = { allowHttp: false, allowPrivate: false };

const KEY_BYTES = 32;
const ALLOWED = ['http', 'private'];

/** Reads `WEBHOOKS_ALLOW`, some of `http` and `private` with commas, and `WEBHOOK_SECRETS_KEY`, 32 bytes in base64. */
export const readWebhookRules = (
  { WEBHOOKS_ALLOW: text, WEBHOOK_SECRETS_KEY }: Readonly<Record<string, string | undefined>>,
  faults: string[],
): WebhookRules => {
  const named = (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (named.some((word) => !ALLOWED.includes(word)))
    faults.push(
      `WEBHOOKS_ALLOW is "${text}": list some of ${ALLOWED.join(', ')} with commas, or leave it out.`,
    );
  const secretsKey =
    WEBHOOK_SECRETS_KEY === undefined ? undefined : Buffer.from(WEBHOOK_SECRETS_KEY, 'base64');
  if (secretsKey && secretsKey.length !== KEY_BYTES)
    faults.push(
      'WEBHOOK_SECRETS_KEY is no key: give 32 bytes in base64, such as "openssl rand -base64 32" makes.',
    );
  return { allowHttp: named.includes('http'), allowPrivate: named.includes('private'), secretsKey };
};
