import { DEFAULT_ORIGIN, type EventOrigin } from '@stepwell/edges/cloudevents';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads where events that go out say that they are from. The last but one is where this process listens. */
export const readOrigin = (
  environment: Environment,
  { host, port }: { readonly host: string; readonly port: number | undefined },
  faults: string[],
): EventOrigin => {
  // The name that it had when it was Kafka's alone.
  const name = environment['CLOUDEVENTS_SOURCE'] === undefined ? 'KAFKA_SOURCE' : 'CLOUDEVENTS_SOURCE';
  const { [name]: source = DEFAULT_ORIGIN.source, PUBLIC_URL } = environment;
  if (source === '' || !URL.canParse(source, 'http://any.example'))
    faults.push(`${name} is "${source}": give a URI or a path, such as https://stepwell.example/log.`);
  if (PUBLIC_URL !== undefined && !/^https?:$/.test(URL.parse(PUBLIC_URL)?.protocol ?? ''))
    faults.push(
      `PUBLIC_URL is "${PUBLIC_URL}": give the address of the API, such as https://stepwell.example.`,
    );
  return { source, publicUrl: PUBLIC_URL?.replace(/\/+$/, '') ?? ownAddress(host, port) };
};

/** Any free port is known too late. */
const ownAddress = (host: string, port: number | undefined): string | undefined => {
  if (!port) return undefined;
  const name = ['0.0.0.0', '127.0.0.1', '::', '::1'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};
