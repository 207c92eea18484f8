// A made page of two images side by side.
import type { DifferencePage, PageSide } from '../../src/report/page/difference-page.ts';

const MB = 1_000_000;

/** Its data: some of everything that may differ. */
export function makeDifference(): DifferencePage {
  return {
    kind: 'difference-page',
    version: '0.0.0',
    a: makeSide('shop/web:1.4.1', 400, 3),
    b: makeSide('shop/web:1.4.2', 460, 4),
    sharedFromBase: 2,
    registry: { inA: 150 * MB, inB: 180 * MB, together: 230 * MB, isCompressed: true },
    node: { inA: 400 * MB, inB: 460 * MB, together: 560 * MB },
    packages: Array.from({ length: 90 }, (_, i) => ({
      type: 'deb',
      name: `package-${i}`,
      change: (['added', 'removed', 'version'] as const)[i % 3]!,
      bytesInA: i % 3 === 0 ? 0 : Math.round((8 * MB) / (i + 1)),
      bytesInB: i % 3 === 1 ? 0 : Math.round((30 * MB) / (i + 1)),
      versionsInA: i % 3 === 0 ? [] : ['1.0-1'],
      versionsInB: i % 3 === 1 ? [] : ['1.1-1'],
    })),
    groups: [
      { path: 'app/node_modules/left', change: 'added', fileCount: 300, bytesInA: 0, bytesInB: 9 * MB },
      { path: 'app/bundle.js', change: 'content', fileCount: 1, bytesInA: 2 * MB, bytesInB: 3 * MB },
    ],
    groupCount: 2,
    paths: Array.from({ length: 300 }, (_, i) => ({
      path: `app/node_modules/left/file-${i}.js`,
      change: 'added' as const,
      attributes: [],
      bytesInA: 0,
      bytesInB: 30_000,
      package: i % 2 === 0 ? 'pkg:npm/%40shop/left@1.0.0' : null,
    })),
    pathCount: 800,
    config: [{ field: 'Env', name: 'NODE_VERSION', valueInA: '22.1.0', valueInB: '22.2.0' }],
    findings: [
      {
        rule: 'npm-cache',
        tier: 'ballast',
        change: 'new',
        message: 'the cache of npm',
        bytesInA: 0,
        bytesInB: 5 * MB,
        pathsInA: 0,
        pathsInB: 40,
      },
    ],
  };
}

function makeSide(name: string, size: number, layerCount: number): PageSide {
  return {
    target: {
      name,
      reference: `docker://registry.example/${name}`,
      digest: `sha256:${'5a'.repeat(32)}`,
      platform: 'linux/amd64',
      created: null,
    },
    base: null,
    entryBytes: size * MB,
    shippedBytes: size * 0.4 * MB,
    packagedBytes: size * 0.7 * MB,
    otherBytes: size * 0.2 * MB,
    hiddenBytes: size * 0.1 * MB,
    ballastBytes: size * 0.15 * MB,
    layers: Array.from({ length: layerCount }, (_, index) => ({
      index,
      instruction: `RUN step-${index}`,
      entryBytes: (size / layerCount) * MB,
      shippedBytes: (size / layerCount) * 0.4 * MB,
      inOther: index < 2 ? index : null,
    })),
  };
}
