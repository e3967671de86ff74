import { DISCHARGE_REASONS, LEVELS_OF_CARE, isTimeZone } from '@stepwell/pathway';
import type { SiteMap } from './site-map.ts';

/** What is wrong with a site map and where: `senders[0].timeZone`. */
export interface SiteMapFault {
  readonly path: string;
  readonly detail: string;
}

type Check = (value: unknown, path: string) => SiteMapFault[];

/** Reads a site map; or everything that is wrong with it, so that it can be mended at once. */
export const parseSiteMap = (json: unknown): SiteMap | readonly SiteMapFault[] => {
  const faults = [...siteMapShape(json, ''), ...ambiguous(json)];
  return faults.length > 0 ? faults : (json as SiteMap);
};

const fault = (path: string, detail: string): SiteMapFault[] => [{ path, detail }];

const text: Check = (value, path) =>
  typeof value === 'string' && value.trim() !== '' ? [] : fault(path, 'Give a text that is not empty.');

const timeZone: Check = (value, path) =>
  typeof value === 'string' && isTimeZone(value)
    ? []
    : fault(path, 'Give an IANA time zone, such as America/New_York.');

const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, path) =>
    allowed.includes(value as string) ? [] : fault(path, `Give one of ${allowed.join(', ')}.`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf =
  (item: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((one, n) => item(one, `${path}[${n}]`))
      : fault(path, 'Give a list.');

const tableOf =
  (item: Check): Check =>
  (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, one]) => item(one, `${path}.${key}`))
      : fault(path, 'Give an object of code and meaning.');

/** An object of these members and no others: a mistyped name would otherwise silently mean nothing. */
const objectOf =
  (required: Record<string, Check>, optional: Record<string, Check>): Check =>
  (value, path) => {
    if (!isObject(value)) return fault(path, 'Give an object.');
    const at = (name: string) => (path ? `${path}.${name}` : name);
    const checks = { ...required, ...optional, comment: text };
    const given = Object.keys(value).filter((name) => value[name] !== undefined);
    return [
      ...Object.keys(required).flatMap((name) =>
        given.includes(name) ? [] : fault(at(name), 'Is missing.'),
      ),
      ...given.flatMap((name) => {
        const check = Object.hasOwn(checks, name) ? checks[name as keyof typeof checks] : undefined;
        return check ? check(value[name], at(name)) : fault(at(name), 'There is no such setting.');
      }),
    ];
  };

const mappedLevel = oneOf(...LEVELS_OF_CARE, 'none');
const levelRule = objectOf(
  { level: mappedLevel },
  { class: text, service: text, location: text, programId: text },
);
const sender = objectOf(
  { sendingFacility: text, facilityId: text, name: text, timeZone, levels: listOf(levelRule) },
  {
    ...{ sendingApplication: text, identifierAuthority: text, defaultLevel: mappedLevel },
    ...{ dispositions: tableOf(oneOf(...DISCHARGE_REASONS)), payers: tableOf(text) },
  },
);
const siteMapShape = objectOf({ senders: listOf(sender) }, {});

// Two entries for one sender: the second would never be used.
const ambiguous = (json: unknown): SiteMapFault[] => {
  const senders = isObject(json) && Array.isArray(json.senders) ? json.senders.filter(isObject) : [];
  const names = senders.map(({ sendingFacility, sendingApplication }) =>
    JSON.stringify([sendingFacility, sendingApplication]),
  );
  return names.flatMap((name, n) =>
    names.indexOf(name) < n
      ? fault(`senders[${n}]`, `The same sender as senders[${names.indexOf(name)}].`)
      : [],
  );
};
