// What a worker did, counted, in the words of Prometheus (text format 0.0.4).
import type { DurableStep, StepOutcome, StepPerformer } from './durable-store.ts';

interface KindCount {
  attempts: number;
  underWay: number;
  seconds: number;
  done: number;
  failed: number;
}

/** The counts of one worker since it was started. */
export class WorkerMetrics {
  readonly #kinds = new Map<string, KindCount>();
  readonly #jobs: number;

  constructor(kinds: readonly string[], jobs: number) {
    this.#jobs = jobs;
    for (const kind of kinds)
      this.#kinds.set(kind, { attempts: 0, underWay: 0, seconds: 0, done: 0, failed: 0 });
  }

  /** How many steps are under way. */
  get underWay(): number {
    return [...this.#kinds.values()].reduce((sum, { underWay }) => sum + underWay, 0);
  }

  /** The performer, counted. */
  count(perform: StepPerformer): StepPerformer {
    return async (step, context) => {
      const count = this.#kinds.get(step.kind)!;
      count.attempts++;
      count.underWay++;
      const begin = performance.now();
      try {
        return await perform(step, context);
      } finally {
        count.underWay--;
        count.seconds += (performance.now() - begin) / 1000;
      }
    };
  }

  /** Counts what the store kept. */
  countOutcome({ kind }: DurableStep, outcome: StepOutcome): void {
    this.#kinds.get(kind)![outcome.kind]++;
  }

  /** All of it. */
  format(): string {
    const kinds = [...this.#kinds];
    const lines = (
      name: string,
      type: string,
      help: string,
      values: readonly (readonly [string, number])[],
    ) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...values.map(([labels, value]) => `${name}${labels} ${value}`),
    ];
    const label = (kind: string, more = ''): string => `{kind="${kind.replace(/["\\\n]/g, '\\$&')}"${more}}`;
    return `${[
      ...lines('plimsoll_worker_jobs', 'gauge', 'Steps that the worker does at the same time.', [
        ['', this.#jobs],
      ]),
      ...lines('plimsoll_steps_total', 'counter', 'Tries that ended, by outcome.', [
        ...kinds.map(([kind, { done }]) => [label(kind, ',outcome="done"'), done] as const),
        ...kinds.map(([kind, { failed }]) => [label(kind, ',outcome="failed"'), failed] as const),
      ]),
      ...lines(
        'plimsoll_step_attempts_total',
        'counter',
        'Tries that were begun.',
        kinds.map(([kind, { attempts }]) => [label(kind), attempts]),
      ),
      ...lines(
        'plimsoll_steps_under_way',
        'gauge',
        'Tries under way.',
        kinds.map(([kind, { underWay }]) => [label(kind), underWay]),
      ),
      ...lines(
        'plimsoll_step_seconds_total',
        'counter',
        'Seconds that tries took.',
        kinds.map(([kind, { seconds }]) => [label(kind), Number(seconds.toFixed(3))]),
      ),
    ].join('\n')}\n`;
  }
}
