// What was said of each text that an editor shows: once for each version of it, its builds and its settings.
import { dirname, relative } from 'node:path';
import type { DockerfileFinding } from '../../checks/dockerfile/dockerfile-finding.ts';
import { fixDockerfile } from '../../checks/dockerfile/fixes/fix-dockerfile.ts';
import { judgeText } from '../dockerfile/judge-text.ts';
import { reportFile } from '../dockerfile/report-file.ts';
import type { ContextPrices } from './context-prices.ts';
import type { DefinedBuilds } from './defined-builds.ts';
import type { Workspaces } from './workspaces.ts';

/** A text that is open, by its number. */
export interface OpenText {
  readonly path: string;
  readonly version: number;
  readonly text: string;
}

/** What is said of a text. */
export interface JudgedDocument {
  readonly findings: readonly DockerfileFinding[];
  /** Whether all that fixes change is seen: with several builds, a fix for all of them is the user's to choose. */
  readonly isOneBuild: boolean;
  /** The text with all safe fixes, as `--fix` writes it; made when it is first asked for. Throws DOCKERFILE_INVALID. */
  readonly repair: () => string;
}

interface KnownDocument {
  readonly stamp: string;
  readonly judged: JudgedDocument;
}

/** Judges texts and keeps what was said of the last version of each. */
export class JudgedDocuments {
  readonly #workspaces: Workspaces;
  readonly #builds: DefinedBuilds;
  readonly #prices: ContextPrices;
  readonly #known = new Map<string, KnownDocument>();
  #count = 0;

  constructor(workspaces: Workspaces, builds: DefinedBuilds, prices: ContextPrices) {
    this.#workspaces = workspaces;
    this.#builds = builds;
    this.#prices = prices;
  }

  /** Measures what the build of a file would send, where one build in an open folder is concerned; whether more is known now. */
  async measure(path: string): Promise<boolean> {
    const folder = this.#workspaces.folderOf(path);
    // A file anywhere else may have anything beside it.
    if (folder === undefined) return false;
    const { builds } = await this.#builds.find(path, [dirname(path), folder]);
    return builds.length === 1 && this.#prices.measure(path, builds[0]!);
  }

  /** How many texts were judged so far. */
  get count(): number {
    return this.#count;
  }

  /** Judges what the editor shows of a file; `isAsked` is asked before the work. Undefined where nobody wants it any more. */
  async judge(
    { path, version, text }: OpenText,
    isAsked: () => boolean,
  ): Promise<JudgedDocument | undefined> {
    const { folder, stamp: settings, prepared } = await this.#workspaces.open(path);
    const { builds, stamp: definitions } = await this.#builds.find(path, [dirname(path), folder]);
    const price = this.#prices.of(path);
    const stamp = `${version}\n${price?.stamp}\n${settings}\n${definitions}`;
    const known = (): JudgedDocument | undefined => {
      const last = this.#known.get(path);
      return last?.stamp === stamp ? last.judged : undefined;
    };
    if (known() === undefined) {
      // Edits that came meanwhile are let in: what they changed need not be judged.
      await new Promise((done) => setImmediate(done));
    }
    if (!isAsked()) return undefined;
    const judgedBefore = known();
    if (judgedBefore !== undefined) return judgedBefore;
    this.#count++;
    // Settings know files by their place in the folder.
    const file = relative(folder, path);
    const { pricing } = prepared;
    const run =
      price === undefined
        ? prepared.run
        : prepared.withPricing({ ...pricing, priceContext: price.priceContext });
    const { report } = reportFile({ file, text, builds }, { ...run, fixes: undefined });
    let repaired: string | undefined;
    const judged: JudgedDocument = {
      findings: report.findings,
      isOneBuild: builds.length === 1,
      repair: () => {
        const around = { builds, look: run.lookOf(file), ignores: run.ignores };
        repaired ??= fixDockerfile(
          { text, encoding: 'utf8' },
          { judge: (changed) => judgeText(changed, around), permit: run.fixes!.permit },
        ).source.text;
        return repaired;
      },
    };
    this.#known.set(path, { stamp, judged });
    return judged;
  }

  /** Forgets a text that is not open any more. */
  forget(path: string): void {
    this.#known.delete(path);
    this.#prices.forget(path);
  }
}
