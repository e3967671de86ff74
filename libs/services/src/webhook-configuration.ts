/** What the addresses of webhooks may be. */
export interface WebhookRules {
  /** Whether `http://` is taken as well as `https://`. */
  readonly allowHttp: boolean;
  /** Whether loopback, private and link-local addresses are taken. */
  readonly allowPrivate: boolean;
}

/** Nothing is allowed that is not asked for. */
export const STRICT: WebhookRules = { allowHttp: false, allowPrivate: false };

const ALLOWED = ['http', 'private'];

/** Reads `WEBHOOKS_ALLOW`: some of `http` and `private`, with commas. */
export const readWebhookRules = (text: string | undefined, faults: string[]): WebhookRules => {
  const named = (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (named.some((word) => !ALLOWED.includes(word)))
    faults.push(
      `WEBHOOKS_ALLOW is "${text}": list some of ${ALLOWED.join(', ')} with commas, or leave it out.`,
    );
  return { allowHttp: named.includes('http'), allowPrivate: named.includes('private') };
};
