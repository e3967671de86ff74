import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { WebhookRules } from '../../webhook-configuration.ts';

/** An address that nothing is sent to. */
export class AddressRefused extends Error {
  readonly code = 'address-refused';
}

// Special-purpose addresses (IANA registries of RFC 6890): this machine, private networks, link-local with the metadata
// services of clouds, multicast, and translations (RFC 2765, 6052, 3056, 4380) that could lead to one of these.
const SPECIAL: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const special = new BlockList();
for (const [network, prefix] of SPECIAL)
  special.addSubnet(network, prefix, isIP(network) === 4 ? 'ipv4' : 'ipv6');

/** Whether an IP address is of this machine or a private network. One of IPv4 written as IPv6 is looked at as IPv4. */
export const isSpecialAddress = (address: string): boolean =>
  special.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

const refuseSpecial = (host: string, address: string, { allowPrivate }: WebhookRules): void => {
  if (allowPrivate || !isSpecialAddress(address)) return;
  const which = host === address ? host : `${host} is ${address}, which`;
  throw new AddressRefused(
    `${which} is of a private network or of this machine. WEBHOOKS_ALLOW=private allows that.`,
  );
};

/** The address without the brackets of an IPv6 literal. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Throws `AddressRefused` where the text alone tells. Whether a name leads to a private address is seen when connecting. */
export const checkAddress = (text: string, rules: WebhookRules): URL => {
  if (!URL.canParse(text)) throw new AddressRefused('This is no URL.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowHttp))
    throw new AddressRefused(
      'The address has to begin with https://. WEBHOOKS_ALLOW=http allows http:// as well.',
    );
  if (url.username || url.password)
    throw new AddressRefused(
      'The address must not hold a name or a password: a delivery is known by its signature.',
    );
  const host = hostOf(url);
  if (isIP(host)) refuseSpecial(host, host, rules);
  return url;
};

type Lookup = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Finds the addresses of a name for a connection that is being made, and refuses all of them if one is private: what was
 * looked at is what is connected to, so a name that changes its mind in between gains nothing.
 */
export const guardedLookup =
  (rules: WebhookRules, lookup: Lookup = systemLookup): LookupFunction =>
  (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      try {
        for (const { address } of addresses) refuseSpecial(host, address, rules);
      } catch (refused) {
        return done(refused as Error, '', 0);
      }
      const [first] = addresses;
      if (options.all) return (done as (error: null, all: LookupAddress[]) => void)(null, addresses);
      return done(null, first!.address, first!.family);
    });
  };
