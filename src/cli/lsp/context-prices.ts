// What paths of build contexts cost, measured when a Dockerfile is opened or saved, beside the work of the editor.
import { dirname } from 'node:path';
import type { DockerfilePricing } from '../../checks/dockerfile/pricing.ts';
import { ContextCrew } from '../../context/crew/context-crew.ts';
import type { ModelInputs } from '../../dockerfile/model/model-dockerfile.ts';
import { inspectBuild } from '../context/inspect-build.ts';
import { priceByContext } from '../dockerfile/price-context.ts';

/** What is known of a Dockerfile's context. */
export interface ContextPrice {
  /** Another one after each measurement. */
  readonly stamp: string;
  readonly priceContext: DockerfilePricing['priceContext'];
}

const THREADS = 1;

/** Measures one context a Dockerfile, and keeps what the last measurement said. */
export class ContextPrices {
  readonly #known = new Map<string, ContextPrice>();
  readonly #running = new Map<string, AbortController>();
  #count = 0;

  /** Undefined where nothing was measured yet. */
  of(path: string): ContextPrice | undefined {
    return this.#known.get(path);
  }

  /** Measures the folder that the Dockerfile lies in, by what is saved of it; resolves to whether more is known now. A later call ends an earlier one. */
  async measure(path: string, inputs: ModelInputs): Promise<boolean> {
    this.#running.get(path)?.abort();
    const run = new AbortController();
    this.#running.set(path, run);
    const crew = new ContextCrew(run.signal, THREADS);
    try {
      const build = { name: null, folder: dirname(path), dockerfilePath: path, inputs };
      const [main] = await inspectBuild(build, { engine: 'buildkit' }, crew);
      if (main === undefined || this.#running.get(path) !== run) return false;
      this.#known.set(path, { stamp: String(++this.#count), priceContext: priceByContext(main) });
      return true;
    } catch {
      // A text that cannot be built has no context, and a folder that cannot be read no price.
      return false;
    } finally {
      if (this.#running.get(path) === run) this.#running.delete(path);
      await crew.close();
    }
  }

  /** Ends a measurement, and forgets the last one. */
  forget(path: string): void {
    this.#running.get(path)?.abort();
    this.#running.delete(path);
    this.#known.delete(path);
  }
}
