import { PLATFORM, run, until } from '../e2e/testing/built.ts';

/** One process of the platform, which can be killed and started again as an orchestrator would. */
export class Platform {
  base = 'http://127.0.0.1:1';
  readonly name: string;
  private readonly environment: Record<string, string>;
  private child: ReturnType<typeof run> | undefined;

  constructor(name: string, environment: Record<string, string>) {
    this.name = name;
    this.environment = { STEPWELL_DEMO: 'off', PORT: '0', ...environment };
  }

  /** Starts it, again and again where its database is not there yet. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const child = run(PLATFORM, [], this.environment);
      this.child = child;
      const address = () => /API documentation +(http:\S+)\/docs/.exec(child.output())?.[1];
      await until(
        () => address() !== undefined || child.exitCode !== null || child.signalCode !== null,
        child.output,
      );
      const base = address();
      if (base) {
        this.base = base;
        return;
      }
      if (attempt === 30) throw new Error(`${this.name} does not start:\n${child.output()}`);
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.child?.kill(signal);
    await this.child?.ended;
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.base}/health/ready`, { signal: AbortSignal.timeout(3_000) }).catch(
      () => undefined,
    );
    return answer?.ok ?? false;
  }

  output(): string {
    return this.child?.output() ?? '';
  }
}
