import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** What a client needs at the broker's port for encrypted, authenticated connections. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** The certificate of the authority, as a file in PEM. */
  readonly caFile: string;
  /** The certificate that one who comes without a user shows, and its key, in PEM; absent where there is no openssl. */
  readonly client?: { readonly principal: string; readonly certFile: string; readonly keyFile: string };
}

const KEYSTORE = 'broker.p12';

/** Makes a certificate for 127.0.0.1 and a user, in the broker's folder. */
export const makeCredentials = (folder: string): Credentials => {
  const keystore = ['-keystore', join(folder, KEYSTORE), '-storepass', STORE_PASSWORD, '-alias', 'broker'];
  const caFile = join(folder, 'ca.pem');
  const keytool = (...args: string[]) => execFileSync('keytool', args, { stdio: 'pipe' });
  keytool(
    ...['-genkeypair', ...keystore, '-storetype', 'PKCS12', '-keyalg', 'EC', '-validity', '30'],
    ...['-dname', 'CN=localhost', '-ext', 'san=ip:127.0.0.1,dns:localhost'],
  );
  keytool('-exportcert', '-rfc', ...keystore, '-file', caFile);
  const client = makeClientCertificate(folder);
  return { username: 'stepwell', password: randomBytes(12).toString('hex'), caFile, client };
};

const makeClientCertificate = (folder: string): Credentials['client'] => {
  const [certFile, keyFile] = [join(folder, 'client.pem'), join(folder, 'client.key')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', keyFile];
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', ...key, '-subj', '/CN=stepwell-client', '-days', '30', '-out', certFile],
      { stdio: 'pipe' },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { principal: 'User:CN=stepwell-client', certFile, keyFile };
};

// The folder belongs to one run and is readable by nobody else.
const STORE_PASSWORD = 'of-one-run';

export const SCRAM_MECHANISMS = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];

const LOGIN_MODULE = 'org.apache.kafka.common.security';

/**
 * The settings of a listener `SECURE` that asks for TLS and for the user, of another `MUTUAL` that asks for TLS and for a
 * certificate, and of rights: others may do everything.
 */
export const securityProperties = (
  folder: string,
  { username, password, client }: Credentials,
): Record<string, string> => ({
  'listener.name.mutual.ssl.keystore.location': join(folder, KEYSTORE),
  'listener.name.mutual.ssl.keystore.password': STORE_PASSWORD,
  'listener.name.mutual.ssl.client.auth': 'required',
  ...(client && {
    'listener.name.mutual.ssl.truststore.type': 'PEM',
    'listener.name.mutual.ssl.truststore.location': client.certFile,
  }),
  'listener.name.secure.ssl.keystore.location': join(folder, KEYSTORE),
  'listener.name.secure.ssl.keystore.password': STORE_PASSWORD,
  'listener.name.secure.sasl.enabled.mechanisms': ['PLAIN', ...SCRAM_MECHANISMS].join(),
  'listener.name.secure.plain.sasl.jaas.config': `${LOGIN_MODULE}.plain.PlainLoginModule required user_${username}="${password}";`,
  ...Object.fromEntries(
    SCRAM_MECHANISMS.map((mechanism) => [
      `listener.name.secure.${mechanism.toLowerCase()}.sasl.jaas.config`,
      `${LOGIN_MODULE}.scram.ScramLoginModule required;`,
    ]),
  ),
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS',
});
