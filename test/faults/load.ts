import { setTimeout as sleep } from 'node:timers/promises';
import { admit, attend, begin, register, type Answered, type Order } from './orders.ts';

const MOST_PATIENTS = 12;

/** What a sender does between two orders. Two processes, a database and the senders share one machine. */
const PAUSE_MS = 10;

/** Numbers from 0 to 1, always the same ones for a seed. */
export type Chance = () => number;

/** Mulberry32. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/**
 * Senders that give orders to several processes at once, and keep a record of what was acknowledged. An order without an
 * acknowledgement may have taken effect or not; like any careful sender they send it again at the end.
 */
export class Load {
  readonly acknowledged = new Map<string, Order>();
  readonly open = new Map<string, Order>();
  /** How often each status was answered; 0 is no answer. */
  readonly answers = new Map<number, number>();
  /** How often each reason was given, by its code. */
  readonly reasons = new Map<string, number>();
  /** Answers that say too little: something else than 503 with a code and Retry-After. */
  readonly unclear: string[] = [];
  private readonly chance: Chance;
  private readonly patients: string[] = [];
  private number: number;
  private running: Promise<void>[] = [];
  private stopping = false;

  constructor(chance: Chance, firstNumber = 1) {
    this.chance = chance;
    this.number = firstNumber;
  }

  /** `bases` is asked before every order: a process that starts again has another address. */
  start(senders: number, bases: () => readonly string[]): void {
    this.stopping = false;
    this.running = Array.from({ length: senders }, async (_, n) => {
      while (!this.stopping) {
        const all = bases();
        await this.give(this.next(), all[n % all.length]!);
        await sleep(PAUSE_MS);
      }
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  /** Sends again whatever was not acknowledged. */
  async sendAgain(base: string): Promise<void> {
    for (const order of this.open.values()) await this.give(order, base);
    if (this.open.size > 0)
      throw new Error(
        `${this.open.size} orders are refused when they are sent again: ${this.unclear.at(-1)}`,
      );
  }

  async give(order: Order, base: string): Promise<boolean> {
    this.open.set(order.key, order);
    const answer = await order.send(base).catch(() => undefined);
    const status = answer?.status ?? 0;
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    if (!answer?.acknowledged) {
      if (answer) this.judge(answer);
      await sleep(30);
      return false;
    }
    this.open.delete(order.key);
    this.acknowledged.set(order.key, order);
    if (order.isAdmission) this.patients.push(order.patientId!);
    else if (order.patientId && !order.sessionId && this.patients.length < MOST_PATIENTS)
      return this.give(begin(order.patientId), base);
    return true;
  }

  private next(): Order {
    const dice = this.chance();
    const patient = this.patients[Math.floor(this.chance() * this.patients.length)];
    if (patient && dice < 0.5) return attend(patient, 1 + Math.floor(dice * 300));
    return dice < 0.8 ? admit(this.number++) : register();
  }

  private judge({ status, retryAfter, text }: Answered): void {
    // The code of a problem, or ERR-5.
    const reason = /"code":"([^"]+)"|\|E\|([^|]+)\|/.exec(text)?.slice(1).find(Boolean);
    if (reason) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    if (status !== 503 || !retryAfter || !reason) this.unclear.push(`${status}: ${text.slice(0, 300)}`);
  }
}
