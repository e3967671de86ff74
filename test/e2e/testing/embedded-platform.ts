import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admission } from './admissions.ts';
import { PLATFORM, build, run, until } from './built.ts';

/** A built platform, and where it answers. */
export interface EmbeddedPlatform {
  readonly child: ReturnType<typeof run>;
  readonly base: string;
}

export interface EmbeddedPlatforms {
  readonly folder: () => string;
  readonly environment: () => Record<string, string>;
  /** Starts one; it ends with the test. */
  readonly start: () => Promise<EmbeddedPlatform>;
}

/** Declares what a suite of real processes on an embedded PostgreSQL needs, which may be killed without a chance to say goodbye. */
export const embeddedPlatforms = (
  settings: Readonly<Record<string, string>> = {},
  ...programs: readonly string[]
): EmbeddedPlatforms => {
  let folder: string;
  let environment: Record<string, string>;
  const started: EmbeddedPlatform['child'][] = [];
  beforeAll(async () => {
    build('@stepwell/platform', ...programs);
    // Directly under the system's temporary folder: the server's user must be able to reach it.
    folder = await mkdtemp(join(tmpdir(), 'stepwell-embedded-'));
    environment = { STEPWELL_DATA: folder, STEPWELL_DEMO: 'off', PORT: '0', ...settings };
  }, 180_000);
  afterEach(async () => {
    for (const child of started.splice(0)) {
      child.kill('SIGTERM');
      await child.ended;
    }
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const start = async (): Promise<EmbeddedPlatform> => {
    const child = run(PLATFORM, [], environment);
    started.push(child);
    let base: string | undefined;
    await until(
      () =>
        (base = /Dashboard +(http:\S+)\//.exec(child.output())?.[1]) !== undefined || child.exitCode !== null,
      child.output,
    );
    if (!base) throw new Error(child.output());
    return { child, base };
  };
  return { start, folder: () => folder, environment: () => environment };
};

/** Sends one patient's admission; whether it was acknowledged. */
export const sendAdmission = async (base: string, number: number): Promise<boolean> => {
  const answer = await fetch(`${base}/v1/hl7v2`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/hl7-v2' },
    body: admission(number),
  });
  return (await answer.text()).includes('MSA|AA');
};
