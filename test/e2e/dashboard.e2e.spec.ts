import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  AuditModule,
  FoundationModule,
  InsightsModule,
  Intake,
  IntakeModule,
  SITE_MAP_FILE,
  SubscriptionsModule,
  createServer,
  loadNetwork,
  readSiteMap,
} from '@stepwell/services';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { admission } from './testing/admissions.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

// The dashboard as people meet it: built, served by the platform, driven in a browser. Where no Chromium is installed
// the suite is skipped, and says so.

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = places.find((path) => path !== undefined && existsSync(path));
const inBrowser = executablePath ? describe : describe.skip;

const network = { seed: 7, patients: 60, from: '2025-01-01', to: '2026-03-01' };
const on = '2026-02-15';
const period = 'from=2025-01-01&to=2026-03-01';

let platform: RunningPlatform;
let server: Awaited<ReturnType<typeof createServer>>;
let browser: Browser;
let folder: string;
let base: string;

const build = (): void => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-dashboard-'));
  const command = [
    'run',
    'build',
    '-w',
    '@stepwell/dashboard',
    '--',
    '--outDir',
    folder,
    '--logLevel',
    'error',
  ];
  execFileSync('npm', command, { stdio: ['ignore', 'ignore', 'inherit'] });
};

const startServer = async (port = 0): Promise<void> => {
  const ports = FoundationModule.with(platform.foundation, await readSiteMap(SITE_MAP_FILE));
  const modules = [ports, IntakeModule, InsightsModule, AuditModule, SubscriptionsModule];
  server = await createServer(modules, { dashboardFolder: folder });
  await server.listen(port, '127.0.0.1');
  base = await server.getUrl();
};

const serve = async (): Promise<void> => {
  platform = await runPlatform();
  for (const number of [1, 2])
    await platform.post('/v1/hl7v2', misplaced(number), { 'content-type': 'application/hl7-v2' });
  await loadNetwork(platform.app.get(Intake, { strict: false }), network);
  await platform.post('/v1/subscriptions', { url: 'https://plan.example/', description: 'A plan' });
  await startServer();
  await platform.get(`/v1/census?atLeast=${await platform.foundation.store.head()}`);
};

const open = async (path: string, options: BrowserContextOptions = {}) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(base + path);
  await shown(page);
  return { page, faults };
};

/** Resolves when everything that the page asks for is there: it stays connected, so its network is never idle. */
const shown = async (page: Page): Promise<void> => {
  await page.locator('main h1').waitFor();
  await page.locator('.live.live').waitFor();
  await page.waitForFunction(`!document.querySelector('.loading, .answer.stale')`);
};

const somebody = async (): Promise<string> =>
  (await platform.get(`/v1/census/patients?on=${on}&limit=1`)).body.patients[0].patientId;

const misplaced = (number: number): string =>
  admission(number).replace('PV1|1|I|', 'PV1|1|X|').replace('|4W^12^1|', '||');
const aMessage = async (): Promise<string> => (await platform.get('/v1/quarantine?text=K2')).body.items[0].id;

inBrowser('the dashboard', () => {
  beforeAll(async () => {
    build();
    await serve();
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  // Colours are all that the dark look changes, and the width all that the phone does: each is checked for that, on the
  // page that is there.
  const looks: [string, (page: Page) => Promise<void>, (axe: AxeBuilder) => AxeBuilder][] = [
    ['light', (page) => page.emulateMedia({ colorScheme: 'light' }), (axe) => axe],
    ['dark', (page) => page.emulateMedia({ colorScheme: 'dark' }), (axe) => axe.withRules('color-contrast')],
    [
      'a phone',
      (page) => page.setViewportSize({ width: 390, height: 844 }),
      (axe) => axe.withRules('scrollable-region-focusable'),
    ],
  ];
  const paths: [string, () => string | Promise<string>][] = [
    ['census', () => `/?on=${on}&${period}`],
    ['census patients', () => `/census/patients?on=${on}`],
    ['flow', () => `/flow?${period}`],
    ['flow cases', () => `/flow/cases?${period}&fromLevel=none`],
    ['stays that ended', () => `/flow/stays?${period}&leastDays=1&mostDays=3`],
    ['outcomes', () => `/outcomes?${period}`],
    ['curves', () => `/outcomes/time-to-relapse?${period}&groupBy=facility`],
    ['outcomes as known on a day', () => `/outcomes?${period}&knownAt=${on}`],
    ['a curve as known on a day', () => `/outcomes/time-to-readmission?${period}&knownAt=${on}`],
    ['cases as known on a day', () => `/outcomes/readmission-30/cases?${period}&knownAt=${on}`],
    ['what if of hours', () => `/outcomes/hours-compliance/what-if?${period}&groupBy=program`],
    ['what if', () => `/outcomes/readmission-30/what-if?${period}`],
    ['outcome cases', () => `/outcomes/readmission-30/cases?${period}`],
    ['members', () => `/members?on=${on}`],
    ['alerts', () => `/alerts?on=${on}`],
    ['webhooks', () => '/webhooks'],
    ['programs', () => `/programs?${period}`],
    ['a program', () => `/programs/harbor-iop?from=2025-12-01&to=${on}&counted=no-shows&assessed=measured`],
    ['patients', () => '/patients'],
    ['a patient', async () => `/patients/${await somebody()}`],
    ['quarantine', () => '/quarantine'],
    ['a message in quarantine', async () => `/quarantine/${await aMessage()}`],
    ['a patient in the past', async () => `/patients/${await somebody()}?validAt=${on}&knownAt=${on}`],
  ];

  test.each(paths)(
    '%s is accessible, fits, and breaks nothing, in light, dark and on a phone',
    async (_, path) => {
      const { page, faults } = await open(await path());
      for (const [look, put, checks] of looks) {
        await put(page);
        await shown(page);
        const { violations } = await checks(new AxeBuilder({ page })).analyze();
        const wider = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        expect(violations.map(({ id, nodes }) => `${look}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
        expect({ look, fits: Number(wider) <= 0 }).toEqual({ look, fits: true });
      }
      expect(faults).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('leads from a figure to the patients behind it, and back to the same view', async () => {
    const { page } = await open(`/?on=${on}&${period}`);
    await page.getByRole('link', { name: /All levels/ }).click();
    await page.getByRole('heading', { name: 'Patients in care' }).waitFor();
    expect(new URL(page.url()).searchParams.get('on')).toBe(on);
    await page.goBack();
    await page.getByRole('heading', { name: 'Census' }).waitFor();
    await page.context().close();
  });

  test('leads from a span of lengths of stay to as many stays, and to what ended them', async () => {
    const { page } = await open(`/flow?${period}`);
    const span = page.getByRole('link', { name: /^All, stays of 4–7 days: / });
    const stays = Number((await span.innerText()).replaceAll(',', ''));
    expect(stays).toBeGreaterThan(0);
    await span.click();
    await page.getByText(new RegExp(`of ${stays} shown`)).waitFor();
    await page.locator('tbody tr').first().getByRole('link').last().click();
    await page.locator('.event.targeted').waitFor();
    await page.context().close();
  });

  test('leads from a rate to its cases and to the event that counts', async () => {
    const { page } = await open(`/outcomes?${period}`);
    await page.getByRole('link', { name: /^Numerator/ }).click();
    await page.locator('tbody a').first().click();
    const event = page.locator('.event.targeted');
    await event.waitFor();
    expect(page.url()).toContain(`#${await event.getAttribute('id')}`);
    await page.context().close();
  });

  test('leads from a step of a curve to as many cases', async () => {
    const { page } = await open(`/outcomes/time-to-relapse?${period}`);
    await page.getByRole('button', { name: 'Show as table' }).click();
    const step = page.getByRole('link', { name: /events on day/ }).first();
    const events = Number(await step.innerText());
    expect(events).toBeGreaterThan(0);
    await step.click();
    await page.getByText(`${events} of ${events} shown`).waitFor();
    await page.context().close();
  });

  test('tells a report as it was known, and what has changed it since, by its events', async () => {
    const { page } = await open(`/outcomes?${period}`);
    await page.getByLabel('As known on').fill(new Date().toISOString().slice(0, 10));
    await page.getByText('No case is judged otherwise now.').waitFor();
    await page.getByLabel('As known on').fill('2026-01-15');
    await page
      .getByRole('table', { name: 'Cases that are judged otherwise now' })
      .getByRole('link')
      .nth(1)
      .click();
    await page.locator('.event.targeted').waitFor();
    await page.context().close();
  });

  test('leads from a number of an earlier report to as many cases, and from there to its table', async () => {
    const { page } = await open(`/outcomes?${period}&knownAt=${new Date().toISOString().slice(0, 10)}`);
    const numerator = page.getByRole('link', { name: /^All, cases in the numerator: Known on/ });
    const cases = Number((await numerator.innerText()).replaceAll(',', ''));
    expect(cases).toBeGreaterThan(0);
    await numerator.click();
    await page.getByText(new RegExp(`of ${cases} shown`)).waitFor();
    expect(new URL(page.url()).searchParams.get('knownAt')).not.toBeNull();
    const table = await page.getByRole('link', { name: /^CSV/ }).getAttribute('href');
    const { body } = await platform.app.inject({ url: table! });
    expect(body.trimEnd().split('\r\n')).toHaveLength(1 + cases);
    await page.context().close();
  });

  test('gives a table without small counts to publish', async () => {
    const { page } = await open(`/outcomes?${period}&groupBy=payer`);
    const href = await page.getByRole('link', { name: 'CSV to publish' }).last().getAttribute('href');
    const { body } = await platform.app.inject({ url: href! });
    expect(body).toContain(',true,');
    await page.context().close();
  });

  test('tries an hours policy by program, and a relapse rule with both curves', async () => {
    const { page } = await open(`/outcomes/hours-compliance/what-if?${period}&groupBy=program`);
    await page.getByLabel('Least hours a week').fill('1');
    await page.getByRole('button', { name: 'Try it on the past' }).click();
    const groups = page.getByRole('table', { name: 'Rates by both rules, by group' });
    await groups.getByText('Intensive outpatient').first().waitFor();
    expect(await groups.innerText()).toMatch(/\+\d+\.\d points/);
    await page.goto(new URL(`/outcomes/time-to-relapse/what-if?${period}`, page.url()).href);
    await page.getByLabel('Least extent').selectOption('sustained');
    await page.getByRole('button', { name: 'Try it on the past' }).click();
    await page.getByRole('table', { name: 'Curves by both rules' }).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  });

  test('tries another rule on the past, and leads to the events of the cases that flip', async () => {
    const { page } = await open(`/outcomes/readmission-30?${period}`);
    await page.getByRole('link', { name: 'Try another rule' }).click();
    await page.getByLabel('Window days').fill('120');
    await page.getByRole('button', { name: 'Try it on the past' }).click();
    const flips = page.getByRole('table', { name: 'Cases that flip' });
    await flips.getByRole('link').first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await flips.getByRole('link').first().click();
    await page.locator('.event.targeted').waitFor();
    await page.context().close();
  });

  test('narrows the quarantine to a sender and to days', async () => {
    const { page } = await open('/quarantine');
    const messages = page.getByRole('table', { name: 'Messages in quarantine' }).getByRole('link');
    await messages.nth(1).waitFor();
    const day = new Date().toISOString().slice(0, 10);
    await page.getByLabel('Received from').fill(day);
    await page.getByLabel('To', { exact: true }).fill(day);
    await page.getByLabel('Facility, as the message names it').fill('nowhere');
    await page.getByText('No open messages match.').waitFor();
    await page.getByLabel('Facility, as the message names it').fill('mercy-general');
    await messages.nth(1).waitFor();
    expect(await messages.count()).toBe(2);
    await page.getByLabel('To', { exact: true }).fill('2026-01-01');
    await page.getByText('No open messages match.').waitFor();
    expect(new URL(page.url()).search).toContain(`sender=${'mercy-general'}`);
    await page.context().close();
  });

  test('mends a message in quarantine, and shows what was done', async () => {
    const { page } = await open('/quarantine?text=K1');
    await page.getByRole('link', { name: /K1$/ }).click();
    await page.getByRole('button', { name: 'Mend it' }).click();
    const field = page.getByLabel('The message, as it should have been');
    await field.fill((await field.inputValue()).replace('PV1|1|X|', 'PV1|1|I|'));
    await page.getByRole('textbox', { name: 'Why' }).fill('the class was X');
    await page.getByRole('button', { name: 'Replay the mended message' }).click();
    await page.getByText('Replayed: accepted.').waitFor();
    await page.getByText('the class was X').waitFor();
    await page.context().close();
  });

  test('opens a day of the chart from the keyboard', async () => {
    const { page } = await open(`/?on=${on}&${period}`);
    await page.locator('svg.recharts-surface').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/census\/patients\?on=2025-/);
    await page.context().close();
  });

  const register = async (given = 'Nora'): Promise<string> => {
    const { body } = await platform.post('/v1/patients', {
      identifiers: [{ system: 'harbor', value: randomUUID() }],
      name: { family: 'Newcomer', given },
    });
    return body.patientId;
  };
  const record = async (patientId: string, address: string, body: object = {}): Promise<void> => {
    const occurredAt = new Date(Date.now() - 3_600_000).toISOString();
    const { status } = await platform.post(`/v1/patients/${patientId}/${address}`, { occurredAt, ...body });
    expect(status).toBe(201);
  };
  const admitSomebody = async (): Promise<string> => {
    const patientId = await register();
    await record(patientId, 'admissions', { programId: 'harbor-iop' });
    return patientId;
  };
  const total = (page: Page) => page.getByRole('link', { name: /All levels/ }).locator('.figure-value');

  test('shows what is recorded without being loaded again', async () => {
    const { page, faults } = await open('/');
    const before = parseInt(await total(page).innerText());
    await page.evaluate('window.wasLoaded = true');
    await admitSomebody();
    await page.waitForFunction(
      `parseInt(document.querySelector('.figure-value').innerText) === ${before + 1}`,
    );
    expect(await page.evaluate('window.wasLoaded')).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('an alert appears on its page, and on the patient’s its events, without being loaded again', async () => {
    const { page } = await open('/alerts?kind=admitted');
    const patientId = await admitSomebody();
    const link = page.locator(`tbody a[href^="/patients/${patientId}"]`);
    await link.waitFor();
    await link.click();
    await page.locator('.event').nth(1).waitFor();
    const events = await page.locator('.event').count();
    await platform.post(`/v1/patients/${patientId}/discharges`, {
      ...{ occurredAt: new Date().toISOString(), facilityId: 'harbor', reason: 'completed' },
    });
    await page.locator('.event').nth(events).waitFor();
    await page.context().close();
  });

  test('says that it is not live while the service is away, keeps what it shows, and catches up', async () => {
    const { page } = await open('/');
    const before = parseInt(await total(page).innerText());
    const { port } = new URL(base);
    await server.close();
    await page.locator('.live.connecting').waitFor();
    await admitSomebody();
    expect(parseInt(await total(page).innerText())).toBe(before);
    await startServer(Number(port));
    await page.locator('.live.live').waitFor();
    await page.waitForFunction(
      `parseInt(document.querySelector('.figure-value').innerText) === ${before + 1}`,
    );
    await page.context().close();
  });

  test('leads from the no-shows of a program to the patients’ weeks, and from a week to its sessions', async () => {
    const { page } = await open(`/programs/harbor-iop?${period}`);
    await page.getByRole('link', { name: /^No-shows/ }).click();
    const week = page
      .locator('#cases')
      .getByRole('link', { name: /no-shows in the week of/ })
      .first();
    const noShows = parseInt(await week.innerText());
    await week.click();
    await page.getByText(`Only the ${noShows} event`).waitFor();
    expect(await page.locator('.event').count()).toBe(noShows);
    await page.context().close();
  });

  test('leads from a session of the week to its roster, and from there to the event', async () => {
    const { page } = await open(`/programs/harbor-iop?to=${on}&week=2026-02-10`);
    const link = page.getByRole('link', { name: /^Roster of Tue/ }).first();
    const patients = Number((await link.innerText()).split(' of ')[1]);
    await link.click();
    const roster = page.locator('#roster');
    await roster.locator('tbody tr').first().waitFor();
    expect(await roster.locator('tbody tr').count()).toBe(patients);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await roster
      .getByRole('link', { name: /: the event$/ })
      .first()
      .click();
    await page
      .locator('.event.targeted')
      .getByText(/Attendance/)
      .first()
      .waitFor();
    await page.context().close();
  });

  test('leads from the response in a program to its patients, and from each to the assessment', async () => {
    const { page } = await open(`/programs/harbor-iop?${period}`);
    await page.getByRole('link', { name: /^Response/ }).click();
    const cases = page.locator('#assessed');
    await cases.getByText('Response').first().waitFor();
    const patients = await cases.locator('tbody tr').count();
    expect(patients).toBeGreaterThan(1);
    const chart = page.locator('.panel', { hasText: 'Assessments since admission' });
    await chart.getByRole('button', { name: 'Show as table' }).click();
    const last = chart.getByRole('link', { name: /^Last assessment, responded: / });
    expect(await last.innerText()).toMatch(new RegExp(`^${patients} of `));
    await cases.locator('tbody a[href*="#event-"]').first().click();
    await page.locator('.event.targeted').getByText('Outcome measured').waitFor();
    await page.context().close();
  });

  test('lists who waits for a program, from whom their waiting leads to its event', async () => {
    const patientId = await register('Nia');
    await record(patientId, 'waitlist', { programId: 'harbor-iop' });
    const { page } = await open('/programs/harbor-iop');
    await page.locator(`#waitlist a[href^="/patients/${patientId}#event"]`).click();
    await page.locator('.event.targeted').getByText('Patient waitlisted').waitFor();
    await page.locator('.timeline a.wait').waitFor();
    await page.context().close();
  });

  test('says when it shows the past, and returns', async () => {
    const { page } = await open(`/patients/${await somebody()}?knownAt=${on}`);
    await page.getByText('You are looking at the past').waitFor();
    await page.getByRole('button', { name: 'Return to today' }).click();
    await page.getByText('You are looking at the past').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
    await page.context().close();
  });

  test('leads from a record to the one it was merged into, and from a stay to its event under either', async () => {
    const [survivor, absorbed] = [await register('Nell'), await admitSomebody()];
    await record(survivor, 'mergers', { absorbedId: absorbed });
    const { page } = await open(`/patients/${absorbed}`);
    const notice = page.locator('.notice');
    await notice
      .filter({ hasText: 'That record survives' })
      .getByRole('link', { name: 'Newcomer, Nell' })
      .click();
    await notice
      .filter({ hasText: 'This record survives' })
      .getByRole('link', { name: 'Newcomer, Nora' })
      .waitFor();
    await page.locator('.timeline a.stay').first().click();
    await page.locator('.event.targeted').getByRole('link', { name: 'a merged record' }).click();
    await page.getByText('That record survives').waitFor();
    await page.locator('.event.targeted').waitFor();
    await page.context().close();
  });

  test('tells what went wrong in the words of the service', async () => {
    const { page } = await open('/patients/00000000-0000-4000-8000-000000000000');
    const { body } = await platform.get('/v1/patients/00000000-0000-4000-8000-000000000000');
    await page.getByRole('alert').getByText(body.detail).waitFor();
    await page.context().close();
  });
});
