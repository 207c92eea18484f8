// How a run searches what builds send for secrets; what earlier runs found in files that are the same is taken over.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CrewSearch } from '../../context/crew/context-crew.ts';
import type { SecretKind } from '../../context/secrets/file-secrets.ts';
import { nameRuleSet } from '../../secrets/name-rule-set.ts';
import { RULES_ID } from '../../secrets/rules-id.ts';
import { KnownFiles } from './known-files.ts';

const FORM = 2;

/** How a run searches. */
export interface SearchOptions {
  /** As `loadRuleSet` takes it. */
  readonly addedRules: string;
  /** Where the cache is; undefined for none. */
  readonly cacheFolder: string | undefined;
}

/** The search of one run over all of its contexts. */
export class ContextsSearch {
  readonly #options: SearchOptions;
  readonly #known = new Map<string, KnownFiles>();

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /** How the files of a folder are searched. */
  of(folder: string): CrewSearch {
    let memory = this.#known.get(folder);
    if (memory === undefined) {
      memory = new KnownFiles(this.#fileOf(folder));
      this.#known.set(folder, memory);
    }
    return { addedRules: this.#options.addedRules, memory };
  }

  /** The kinds of secrets, by their ids; to be asked for only where something was found. */
  async kinds(): Promise<ReadonlyMap<string, SecretKind>> {
    const { loadRuleSet } = await import('../../secrets/load-rule-set.ts');
    return (await loadRuleSet(this.#options.addedRules)).kindById;
  }

  /** Keeps what was found. */
  save(): void {
    for (const known of this.#known.values()) known.save();
  }

  #fileOf(folder: string): string | undefined {
    const { cacheFolder, addedRules } = this.#options;
    // From its sources the program does not know which build it is: what it keeps could be another's.
    if (cacheFolder === undefined || RULES_ID === '') return undefined;
    const key = createHash('sha256')
      .update(`${FORM}\n${nameRuleSet(addedRules)}\n${folder}`)
      .digest('hex');
    return join(cacheFolder, 'context', key);
  }
}
