// Cargo's registry and git checkouts (The Cargo Book, Cargo Home) and what rustup left half way.
import { runsProgram } from './exceptions/runs-program.ts';
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { FixContext, PathRule } from './rule.ts';

export const cargoCache: PathRule = {
  kind: 'paths',
  id: 'cargo-cache',
  title: 'Registry and git checkouts of Cargo',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/.cargo/registry/',
    '**/.cargo/git/',
    '**/cargo/registry/index/',
    '**/cargo/registry/cache/',
    '**/cargo/registry/src/',
    '**/cargo/git/db/',
    '**/cargo/git/checkouts/',
    '**/.rustup/downloads/',
    '**/rustup/downloads/',
  ],
  isExcused: (_file, image) => runsProgram(image, 'cargo'),
  what: 'crates cached by Cargo',
  fix: fixCargo,
};

function fixCargo(context: FixContext): string {
  const [home = '/usr/local/cargo'] = cachePlaces(context, '.cargo', 'cargo');
  return `Build in a stage of its own and copy the binary from it; give that RUN \`${mountAll([`${home}/registry`, `${home}/git/db`])}\`.`;
}
