/** Where and how HL7 v2 over MLLP is taken. */
export interface MllpConfiguration {
  readonly port: number;
  readonly host: string;
  /** Files in PEM form. With `clientCa` a peer has to show a certificate that is signed by it. */
  readonly tls?: { readonly key: string; readonly certificate: string; readonly clientCa?: string };
  /** The largest message, or batch of them, in bytes. */
  readonly frameBytes: number;
  /** How many peers at once. */
  readonly connections: number;
  /** How many messages of one peer are worked on at once. */
  readonly waiting: number;
  readonly idleMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads what begins with MLLP_; undefined without MLLP_PORT. Adds a sentence to `faults` for each that is wrong. */
export const readMllpConfiguration = (
  environment: Environment,
  defaultHost: string,
  faults: string[],
): MllpConfiguration | undefined => {
  if (environment['MLLP_PORT'] === undefined) return undefined;
  const number = (name: string, standard: number, [least, most]: readonly [number, number]): number => {
    const text = environment[name] ?? String(standard);
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most))
      faults.push(`${name} is "${text}": give a number from ${least} to ${most}.`);
    return value;
  };
  return {
    port: number('MLLP_PORT', 0, [0, 65_535]),
    host: environment['MLLP_HOST'] ?? defaultHost,
    tls: tlsOf(environment, faults),
    frameBytes: number('MLLP_FRAME_BYTES', 4 * 1024 * 1024, [1_024, 256 * 1024 * 1024]),
    connections: number('MLLP_CONNECTIONS', 100, [1, 65_535]),
    waiting: number('MLLP_WAITING', 64, [1, 10_000]),
    idleMs: 1_000 * number('MLLP_IDLE_SECONDS', 3_600, [1, 604_800]),
  };
};

const tlsOf = (environment: Environment, faults: string[]): MllpConfiguration['tls'] => {
  const { MLLP_TLS_KEY: key, MLLP_TLS_CERT: certificate, MLLP_TLS_CLIENT_CA: clientCa } = environment;
  if (key && certificate) return { key, certificate, ...(clientCa ? { clientCa } : {}) };
  if (key || certificate || clientCa)
    faults.push('For TLS give both MLLP_TLS_KEY and MLLP_TLS_CERT, the names of files in PEM form.');
  return undefined;
};
