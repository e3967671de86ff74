/** What the addresses of webhooks may be. */
export interface WebhookRules {
  /** Whether `http://` is taken as well as `https://`. */
  readonly allowHttp: boolean;
  /** Whether loopback, private and link-local addresses are taken. */
  readonly allowPrivate: boolean;
  /** The first of these keys seals subscribers' secrets in the database, all of them unseal; without any they are kept plain. */
  readonly secretsKeys?: readonly Buffer[];
}

/** Nothing is allowed that is not asked for. */
export const STRICT: WebhookRules = { allowHttp: false, allowPrivate: false };

const KEY_BYTES = 32;
const ALLOWED = ['http', 'private'];

/** Reads `WEBHOOKS_ALLOW`, some of `http` and `private` with commas, and `WEBHOOK_SECRETS_KEY`, keys of 32 bytes in base64. */
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
  const secretsKeys = WEBHOOK_SECRETS_KEY?.split(',').map((key) => Buffer.from(key.trim(), 'base64'));
  if (secretsKeys?.some(({ length }) => length !== KEY_BYTES))
    faults.push(
      'WEBHOOK_SECRETS_KEY is no key: give 32 bytes in base64, such as "openssl rand -base64 32" makes, or several with commas, the new one first.',
    );
  return { allowHttp: named.includes('http'), allowPrivate: named.includes('private'), secretsKeys };
};
