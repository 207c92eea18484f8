// The package as npm gives it to users: packed, installed into an empty folder, and run on every Node that is supported.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// @ts-expect-error An example is plain JavaScript without types.
import { makeExampleImage } from '../../examples/make-example-image.mjs';
import { writeLayout } from '../../src/oci/layout/write-layout.ts';
import { writeTar } from '../../src/oci/tar/write-tar.ts';
import { NODE_VERSIONS, type NodeRun, runOnNode } from './package-install/run-on-node.ts';
import { must } from './run-program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LARGEST_BYTES = 25_000_000;
const MOST_PACKAGES = 40;
const isReachable =
  spawnSync('npm', ['view', 'node@24', 'name', '--silent'], { stdio: 'ignore' }).status === 0;
if (!isReachable) {
  if (process.env['PLIMSOLL_ENGINES'] === 'required') throw new Error('the registry of npm does not answer');
  process.stderr.write('\nSKIPPED, the package is not installed: the registry of npm does not answer\n');
}

interface Installed {
  readonly path: string;
  readonly json: {
    readonly name: string;
    readonly version: string;
    readonly scripts?: Readonly<Record<string, string>>;
  };
}

/** Every package below a node_modules, those in other packages' own too. */
function listPackages(modules: string): readonly Installed[] {
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return names
    .filter((name) => existsSync(join(modules, name, 'package.json')))
    .flatMap((name) => {
      const path = join(modules, name);
      const json = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Installed['json'];
      return [{ path, json }, ...listPackages(join(path, 'node_modules'))];
    });
}

function sumBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((stat) => stat.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}

describe.skipIf(!isReachable)('the package, installed', () => {
  let folder: string;
  let user: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-package-'));
    user = join(folder, 'user');
    mkdirSync(user);
    writeFileSync(join(user, 'package.json'), '{"name":"user","private":true}\n');
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, ROOT];
    const file = (await must('npm', pack)).trim().split('\n').at(-1)!;
    const install = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', user, join(folder, file)];
    await must('npm', install);
    await makeExampleImage(join(user, 'image'), { writeLayout, writeTar });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(`takes less than ${LARGEST_BYTES} bytes and ${MOST_PACKAGES} packages, and no script runs at installation`, () => {
    const packages = listPackages(join(user, 'node_modules'));
    const bytes = sumBytes(join(user, 'node_modules'));
    console.log(`installed: ${packages.length} packages, ${(bytes / 1e6).toFixed(2)} MB`);
    expect(packages.map(({ json }) => json.name)).toContain('plimsoll');
    expect(packages.length).toBeGreaterThan(1);
    expect(packages.length).toBeLessThanOrEqual(MOST_PACKAGES);
    expect(bytes).toBeLessThan(LARGEST_BYTES);
    const scripts = packages.flatMap(({ path, json }) => [
      ...['preinstall', 'install', 'postinstall'].filter((name) => json.scripts?.[name] !== undefined),
      // npm builds what has this file, whatever its scripts say.
      ...['binding.gyp'].filter((name) => existsSync(join(path, name))),
    ]);
    expect(scripts).toEqual([]);
  });

  test('says the same on every Node that is supported', async () => {
    const commands = [
      'plimsoll --version',
      'plimsoll check oci:image --no-cache',
      'plimsoll image oci:image --format json --no-cache',
    ].map((command) => command.replace(/^/, './node_modules/.bin/'));
    // A check of the example finds something: exit code 1 is what it should give.
    const script = commands.map((command) => `${command} 2>&1; echo "exit $?"`).join('; ');
    const runs = new Map<string, NodeRun>();
    for (const version of NODE_VERSIONS) {
      expect((await runOnNode(version, 'node --version', user)).stdout).toMatch(
        new RegExp(`^v${version}\\.`),
      );
      runs.set(version, await runOnNode(version, script, user));
    }
    const [first, ...others] = [...runs.values()].map(({ stdout }) => stdout);
    expect(first).toContain('"schemaVersion": 1');
    expect(first!.match(/^exit \d$/gm)).toEqual(['exit 0', 'exit 1', 'exit 1']);
    for (const other of others) expect(other).toBe(first);
  });
});
