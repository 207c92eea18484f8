import { describe, it } from 'vitest';
import { cargoCache } from '../../src/checks/cargo-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('cargo-cache', () => {
  const files = [
    'usr/local/cargo/registry/cache/index.crates.io-6f17d22bba15001f/serde-1.0.crate',
    'usr/local/cargo/registry/src/index.crates.io-6f17d22bba15001f/serde-1.0/src/lib.rs',
    'usr/local/cargo/registry/index/index.crates.io-6f17d22bba15001f/.cache/se/rd/serde',
    'usr/local/cargo/git/db/app-1a2b/HEAD',
    'usr/local/cargo/git/checkouts/app-1a2b/3c4d/src/lib.rs',
    'root/.cargo/registry/cache/x.crate',
    'root/.cargo/git/checkouts/app-1a2b/3c4d/src/lib.rs',
    'root/.rustup/downloads/1a2b.partial',
    'usr/local/rustup/downloads/1a2b.partial',
  ];

  it('finds registries and checkouts', async () => {
    await expectFound(cargoCache, files);
  });

  it('leaves them alone where cargo runs', async () => {
    await expectLeft(cargoCache, files, { command: ['cargo', 'run', '--release'] });
  });

  it('leaves alone programs, settings and the sources of Cargo itself', async () => {
    await expectLeft(cargoCache, [
      'usr/local/cargo/bin/cargo',
      'root/.cargo/bin/rg',
      'root/.cargo/config.toml',
      'srv/src/cargo/registry.rs',
      'usr/local/rustup/toolchains/stable/bin/rustc',
    ]);
  });
});
