import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  AuditModule,
  FoundationModule,
  InsightsModule,
  Intake,
  SITE_MAP_FILE,
  createServer,
  loadNetwork,
  readSiteMap,
} from '@stepwell/services';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
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

const serve = async (): Promise<void> => {
  platform = await runPlatform();
  await loadNetwork(platform.app.get(Intake, { strict: false }), network);
  const ports = FoundationModule.with(platform.foundation, await readSiteMap(SITE_MAP_FILE));
  server = await createServer([ports, InsightsModule, AuditModule], { dashboardFolder: folder });
  await server.listen(0, '127.0.0.1');
  base = await server.getUrl();
  await platform.get(`/v1/census?atLeast=${await platform.foundation.store.head()}`);
};

const open = async (path: string, options: BrowserContextOptions = {}) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(base + path, { waitUntil: 'networkidle' });
  return { page, faults };
};

const somebody = async (): Promise<string> =>
  (await platform.get(`/v1/census/patients?on=${on}&limit=1`)).body.patients[0].patientId;

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

  // Colours are all that the dark look changes, and the width all that the phone does: each is checked for that.
  const looks: [string, BrowserContextOptions, (axe: AxeBuilder) => AxeBuilder][] = [
    ['light', { colorScheme: 'light' }, (axe) => axe],
    ['dark', { colorScheme: 'dark' }, (axe) => axe.withRules('color-contrast')],
    [
      'a phone',
      { viewport: { width: 390, height: 844 } },
      (axe) => axe.withRules('scrollable-region-focusable'),
    ],
  ];
  const paths: [string, () => string | Promise<string>][] = [
    ['census', () => `/?on=${on}&${period}`],
    ['census patients', () => `/census/patients?on=${on}`],
    ['flow', () => `/flow?${period}`],
    ['flow cases', () => `/flow/cases?${period}&fromLevel=none`],
    ['outcomes', () => `/outcomes?${period}`],
    ['outcome cases', () => `/outcomes/readmission-30/cases?${period}`],
    ['attendance', () => `/attendance?${period}`],
    ['a program', () => `/attendance/harbor-iop?${period}`],
    ['patients', () => '/patients'],
    ['a patient', async () => `/patients/${await somebody()}`],
    ['a patient in the past', async () => `/patients/${await somebody()}?validAt=${on}&knownAt=${on}`],
  ];
  const views = looks.flatMap(([look, options, checks]) =>
    paths.map(([name, path]) => ({ look, options, checks, name, path })),
  );

  test.each(views)(
    '$name in $look is accessible, fits, and breaks nothing',
    async ({ options, checks, path }) => {
      const { page, faults } = await open(await path(), options);
      const { violations } = await checks(new AxeBuilder({ page })).analyze();
      const wider = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(wider).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
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

  test('leads from a rate to its cases and to the event that counts', async () => {
    const { page } = await open(`/outcomes?${period}`);
    await page.getByRole('link', { name: /^Numerator/ }).click();
    await page.locator('tbody a').first().click();
    const event = page.locator('.event.targeted');
    await event.waitFor();
    expect(page.url()).toContain(`#${await event.getAttribute('id')}`);
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

  test('says when it shows the past, and returns', async () => {
    const { page } = await open(`/patients/${await somebody()}?knownAt=${on}`);
    await page.getByText('You are looking at the past').waitFor();
    await page.getByRole('button', { name: 'Return to today' }).click();
    await page.getByText('You are looking at the past').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
    await page.context().close();
  });

  test('tells what went wrong in the words of the service', async () => {
    const { page } = await open('/patients/00000000-0000-4000-8000-000000000000');
    const { body } = await platform.get('/v1/patients/00000000-0000-4000-8000-000000000000');
    await page.getByRole('alert').getByText(body.detail).waitFor();
    await page.context().close();
  });
});
