// Trivy, which knows nothing of us, names the same packages of an image, of the bills of its layers, and of the bill that is
// attached to it. Builds and pushes images of services: nightly.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/run-program.ts';
import { DOCKER } from './docker-overlay2.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { canRun, must } from './run-program.ts';
import { BASE, buildService, canBuildServices } from './service-images.ts';

const SERVICES = ['node', 'python', 'java', 'nginx', 'go'];
const canTest =
  canBuildServices &&
  canRun('trivy', ['--version'], () => true) &&
  canRun('docker-registry', ['--version'], () => true);

interface TrivyPackage {
  readonly Name: string;
  readonly Version: string;
  readonly Release?: string;
  readonly Epoch?: number;
  readonly Identifier?: { readonly PURL?: string };
}
interface Report {
  readonly ArtifactType?: string;
  readonly Results?: readonly { readonly Packages?: readonly TrivyPackage[] }[];
}

let folder: string;
let registry: RegistryService;

/** Without a database: licences are looked for, and all packages are listed. */
async function trivy(
  ...args: readonly string[]
): Promise<{ readonly type: string | undefined; readonly packages: readonly string[] }> {
  const common = [
    '--scanners',
    'license',
    '--list-all-pkgs',
    '--format',
    'json',
    '--offline-scan',
    '--quiet',
  ];
  const report = JSON.parse(
    await must('trivy', [...args, ...common, '--cache-dir', join(folder, 'trivy')]),
  ) as Report;
  const found = (report.Results ?? []).flatMap(({ Packages }) => Packages ?? []);
  return { type: report.ArtifactType, packages: found.map(nameOf).toSorted() };
}

/** Type, name, and the version as the ecosystem writes it: how PURLs spell epochs and systems differs between programs. */
function nameOf({ Name, Version, Release, Epoch, Identifier }: TrivyPackage): string {
  const type =
    /^pkg:(?:deb|apk|rpm|npm|pypi|golang|maven|gem|cargo|composer)/.exec(Identifier?.PURL ?? '')?.[0] ?? '';
  // Go's own library is 1.26.8 in a PURL and v1.26.8 where trivy reads a program.
  const version = type === 'pkg:golang' ? Version.replace(/^v/, '') : Version;
  return `${type} ${Name} ${Epoch ? `${Epoch}:` : ''}${version}${Release ? `-${Release}` : ''}`;
}

/** The same of what our index names. */
function nameOfPurl(purl: string): string {
  const [, type = '', path = '', version = ''] = /^(pkg:\w+)\/([^@?]+)@([^?]+)/.exec(purl) ?? [];
  const plain = decodeURIComponent(
    /^pkg:(?:deb|apk|rpm)/.test(type) ? path.slice(path.lastIndexOf('/') + 1) : path,
  );
  const name = type === 'pkg:maven' ? plain.replace('/', ':') : plain;
  return `${type} ${name} ${decodeURIComponent(version).replace(type === 'pkg:golang' ? /^v/ : /^$/, '')}`;
}

describe.runIf(canTest)('the bills of a fleet', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-fleet-sbom-'));
    registry = await startRegistryService(folder);
    for (const service of SERVICES) {
      const name = `plimsoll-test/squash-${service}`;
      await buildService(service, name);
      await push(name, service);
    }
    await push(BASE, 'base');
  });

  afterAll(async () => {
    await registry?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function push(name: string, as: string): Promise<void> {
    const target = `${registry.host}/fleet/${as}:1`;
    await must(DOCKER, ['tag', name, target]);
    await must(DOCKER, ['push', '--quiet', target]);
    await must(DOCKER, ['rmi', target]);
  }

  test('are what trivy finds in the images, layer by layer and attached', async () => {
    const bills = join(folder, 'bills');
    const args = [
      'fleet',
      'sbom',
      `docker://${registry.host}/fleet/`,
      '-o',
      bills,
      '--attach',
      '--format',
      'json',
    ];
    const run = spawnSync(process.execPath, [PROGRAM, ...args, '--cache-dir', join(folder, 'cache')], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(run.status, run.stderr).toBe(0);
    const { images } = JSON.parse(run.stdout);
    expect(images).toHaveLength(SERVICES.length + 1);
    for (const { name, layers, removed } of images) {
      const [image, attached] = [
        await trivy('image', '--image-src', 'remote', '--insecure', name),
        await trivy('image', '--image-src', 'remote', '--insecure', '--sbom-sources', 'oci', name),
      ];
      const byLayer: string[] = [];
      for (const [layer, file] of layers.entries()) {
        const gone = removed
          .filter((item: { layer: number }) => item.layer === layer)
          .map(({ purl }: { purl: string }) => nameOfPurl(purl));
        const { packages } = await trivy('sbom', join(bills, file));
        byLayer.push(...packages.filter((one) => !gone.includes(one)));
      }
      expect(attached.type, name).toBe('cyclonedx');
      expect(attached.packages, name).toEqual(image.packages);
      expect(byLayer.toSorted(), name).toEqual(image.packages);
    }
  });
});
