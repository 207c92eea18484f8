// The builds that bake and compose files define, each file read again only when it or what it reads has changed.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ModelInputs } from '../../dockerfile/model/model-dockerfile.ts';
import { chooseBuilds } from '../context/choose-builds.ts';
import type { ChosenBuild } from '../context/chosen-build.ts';
import type { ContextFlags } from '../context/context-flags.ts';
import { stampFiles } from './file-stamp.ts';

/** The builds of a Dockerfile, and what says whether they are still the same. */
export interface BuildsOfFile {
  readonly builds: readonly ModelInputs[];
  readonly stamp: string;
}

interface KnownDefinition {
  readonly stamp: string;
  readonly builds: Promise<readonly ChosenBuild[]>;
}

const BAKE_FILES = ['docker-bake.hcl', 'docker-bake.json'];
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** Beside a definition, what it takes values from. */
const VALUES = '.env';
const FLAGS: ContextFlags = {
  engine: 'buildkit',
  secrets: false,
  cache: false,
  format: 'text',
  color: false,
};

/** Names of the files whose changes matter, for whoever watches a workspace. */
export const DEFINITION_FILES: readonly string[] = [...BAKE_FILES, ...COMPOSE_FILES, VALUES];

/** Reads definitions and keeps them. */
export class DefinedBuilds {
  readonly #known = new Map<string, KnownDefinition>();

  /** The builds of a file by the definitions in `folders`; one that has none describes its build itself. */
  async find(path: string, folders: readonly string[]): Promise<BuildsOfFile> {
    const stamps: string[] = [];
    const found: ModelInputs[] = [];
    for (const folder of new Set(folders.map((each) => resolve(each))))
      for (const name of [...BAKE_FILES, ...COMPOSE_FILES]) {
        const { stamp, builds } = this.#read(folder, name);
        if (stamp === undefined) continue;
        stamps.push(stamp);
        for (const { dockerfilePath, dockerfileText, inputs } of await builds)
          if (dockerfileText === undefined && resolve(dockerfilePath) === resolve(path)) found.push(inputs);
      }
    return { builds: found.length > 0 ? found : [{}], stamp: stamps.join('\n') };
  }

  /** A definition that cannot be read says nothing. */
  #read(folder: string, name: string): KnownDefinition | { readonly stamp: undefined; readonly builds: [] } {
    const file = join(folder, name);
    if (!existsSync(file)) {
      this.#known.delete(file);
      return { stamp: undefined, builds: [] };
    }
    const stamp = stampFiles([file, join(folder, VALUES)]);
    const known = this.#known.get(file);
    if (known?.stamp === stamp) return known;
    const option = BAKE_FILES.includes(name) ? 'bake' : 'compose';
    const builds = chooseBuilds(folder, { ...FLAGS, [option]: file }).catch(() => []);
    const read = { stamp, builds };
    this.#known.set(file, read);
    return read;
  }
}
