/** The schemes that people write, and the vendor's client's name for each. */
const SCHEMES: Readonly<Record<string, string>> = {
  esdb: 'esdb',
  'esdb+discover': 'esdb+discover',
  kurrentdb: 'esdb',
  'kurrentdb+discover': 'esdb+discover',
};

/** Every setting of the vendor's client, as it is written there. */
const SETTINGS = [
  ...['tls', 'tlsCAFile', 'userCertFile', 'userKeyFile', 'connectionName', 'defaultDeadline'],
  ...['maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout', 'nodePreference'],
  ...['keepAliveInterval', 'keepAliveTimeout'],
];

const FORM = 'esdb://user:password@host:2113?tls=true, or esdb+discover://… for a cluster behind one name';
const PARTS = /^([a-z+]+):\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/;

/**
 * What is wrong with a connection string, in a sentence; undefined when nothing is. The string holds a password and is
 * never repeated, which is why it is looked at before the vendor's client sees it: that one prints it whole when it
 * warns of a setting that it does not know.
 */
export const checkConnectionString = (text: string): string | undefined => {
  const [, scheme = '', user, hosts = '', query] = PARTS.exec(text.trim()) ?? [];
  if (!Object.hasOwn(SCHEMES, scheme)) return `is no KurrentDB address: write ${FORM}.`;
  if (user !== undefined && !/^[^:]+:[^:]+$/.test(user))
    return 'names its user otherwise than user:password (write : and @ in them as %3A and %40).';
  if (!hosts.split(',').every((host) => /^[\w.-]+(:\d{1,5})?$/.test(host)))
    return 'names its hosts otherwise than host:port, or host:port,host:port for a cluster.';
  return query === undefined ? undefined : wrongSetting(query);
};

const wrongSetting = (query: string): string | undefined => {
  for (const setting of query.split('&')) {
    const [name = '', value = ''] = setting.split('=');
    if (flat(name) === 'tlsverifycert')
      return 'sets tlsVerifyCert, which this client cannot do: name the certificate of the authority in tlsCAFile.';
    if (!SETTINGS.some((known) => flat(known) === flat(name)) || value === '')
      return `has a setting "${name}" that is not known or has no value: known are ${SETTINGS.join(', ')}.`;
  }
  return undefined;
};

const flat = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

/** The same address in the vendor's words. */
export const vendorConnectionString = (text: string): string =>
  text.trim().replace(/^[a-z+]+(?=:)/, (scheme) => SCHEMES[scheme] ?? scheme);

/** Whether it names a user whom nobody will hear of: without TLS the vendor's client sends no credentials. */
export const keepsCredentialsBack = (text: string): boolean =>
  /:\/\/[^@/?]+@/.test(text) && /[?&]tls=false(&|$)/i.test(text);
