// A mirror of packages on loopback: what a run writes into the lock of its index, and what a plan makes of another one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestBytes } from '../../src/oci/bytes/digest.ts';
import { must } from './run-program.ts';
import { canBuild, openUpdatePlace, type UpdatePlace } from './update-run/update-place.ts';

describe.runIf(canBuild)('package indexes', () => {
  let place: UpdatePlace;
  let server: Server;
  let host: string;
  let folder: string;
  let inRelease: string;
  const files = new Map<string, Buffer>();

  beforeAll(async () => {
    place = await openUpdatePlace('update-packages');
    server = createServer((request, response) => {
      const bytes = files.get(new URL(request.url ?? '', 'http://mirror').pathname);
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    inRelease = `http://${host}/debian/dists/stable/InRelease`;
    folder = join(place.work, 'team');
    mkdirSync(folder);
    writeFileSync(join(folder, 'motd'), 'first\n');
    writeFileSync(
      join(folder, 'Dockerfile'),
      [
        `FROM ${place.base}`,
        'RUN rm -f /etc/apt/sources.list.d/* \\',
        ` && echo "deb [trusted=yes] http://${host}/debian stable main" > /etc/apt/sources.list \\`,
        ' && apt-get update && apt-get install -y --no-install-recommends plimsoll-demo \\',
        ' && rm -rf /var/lib/apt/lists/*',
        'COPY motd /etc/motd',
      ].join('\n'),
    );
    writeFileSync(join(folder, 'above.Dockerfile'), 'FROM registry.example.com/demo:1\nRUN touch /above\n');
    writeFileSync(
      join(folder, 'plimsoll.yaml'),
      [
        'images:',
        '  - {name: "registry.example.com/demo:1", dockerfile: Dockerfile}',
        '  - {name: "registry.example.com/above:1", dockerfile: above.Dockerfile}',
      ].join('\n'),
    );
  });

  afterAll(async () => {
    server?.close();
    await place?.close();
  });

  /** One package in one version, and the indexes of it. */
  async function publish(version: string): Promise<void> {
    const tree = join(place.work, `demo-${version}`);
    mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
    mkdirSync(join(tree, 'usr/share/demo'), { recursive: true });
    writeFileSync(join(tree, 'usr/share/demo/version'), version);
    writeFileSync(
      join(tree, 'DEBIAN/control'),
      `Package: plimsoll-demo\nVersion: ${version}\nArchitecture: all\nMaintainer: T <t@example.org>\nDescription: demo\n`,
    );
    const deb = `${tree}.deb`;
    await must('dpkg-deb', ['--root-owner-group', '--build', tree, deb]);
    const bytes = readFileSync(deb);
    const path = `pool/plimsoll-demo_${version}_all.deb`;
    const packages = Buffer.from(
      `${readFileSync(join(tree, 'DEBIAN/control'), 'utf8')}Filename: ${path}\nSize: ${bytes.length}\nSHA256: ${digestBytes(bytes).slice(7)}\n\n`,
    );
    const release = [
      'Origin: test',
      'Suite: stable',
      'Codename: stable',
      `Date: ${new Date().toUTCString().replace('GMT', 'UTC')}`,
      'Architectures: amd64 all',
      'Components: main',
      'SHA256:',
      ...['amd64', 'all'].map(
        (name) => ` ${digestBytes(packages).slice(7)} ${packages.length} main/binary-${name}/Packages`,
      ),
      '',
    ].join('\n');
    files.clear();
    files.set(`/debian/${path}`, bytes);
    files.set('/debian/dists/stable/Release', Buffer.from(release));
    for (const name of ['amd64', 'all'])
      files.set(`/debian/dists/stable/main/binary-${name}/Packages`, packages);
  }

  const run = async (...more: readonly string[]): Promise<Readonly<Record<string, string>>> => {
    const args = ['update', 'run', folder, '--format', 'json', '--mirror', host];
    const { output, complaint, exitCode } = await place.plimsoll([...args, ...place.runOptions, ...more]);
    expect(exitCode, complaint).toBe(0);
    const { images } = JSON.parse(output) as { images: { id: string; how: string }[] };
    return Object.fromEntries(images.map(({ id, how }) => [id.slice(id.lastIndexOf('/') + 1), how]));
  };

  const plan = async (): Promise<readonly string[]> => {
    const args = ['update', 'plan', folder, '--packages', '--mirror', host, '--format', 'json'];
    const { output, complaint } = await place.plimsoll(args);
    const { images } = JSON.parse(output || complaint) as {
      images: {
        id: string;
        action: string;
        noCache: boolean;
        because: { kind: string; subject: string }[][];
      }[];
    };
    return images.flatMap(({ action, noCache, because }) =>
      action === 'leave'
        ? []
        : [`${action} ${noCache} ${because.map((chain) => chain.at(-1)!.kind).join(' ')}`],
    );
  };

  const recorded = (): string | undefined =>
    new RegExp(`"${inRelease}": "(sha256:[0-9a-f]{64})"`).exec(
      readFileSync(join(folder, 'plimsoll.lock'), 'utf8'),
    )?.[1];
  const offered = (): string => digestBytes(files.get('/debian/dists/stable/Release')!);

  test('a changed index makes the image stale that installs from it, and no other', async () => {
    await publish('1.0');
    expect(await run()).toEqual({ 'demo:1': 'rebuilt', 'above:1': 'rebuilt' });
    expect(recorded()).toBe(offered());
    // What stands on it installs nothing, so no index is its own.
    expect(readFileSync(join(folder, 'plimsoll.lock'), 'utf8').split(inRelease).length).toBe(2);
    expect(await plan()).toEqual([]);

    await publish('2.0');
    expect((await plan())[0]).toBe('rebuild true packages-changed');
    // A build that takes the old packages from the engine's cache does not hide it.
    const old = recorded();
    writeFileSync(join(folder, 'motd'), 'second\n');
    expect((await run())['demo:1']).toBe('rebuilt');
    expect(recorded()).toBe(old);
    expect((await plan())[0]).toBe('rebuild true packages-changed');

    expect((await run('--packages'))['demo:1']).toBe('rebuilt');
    expect(recorded()).toBe(offered());
    expect(await plan()).toEqual([]);
  });

  test('an index that is another though nothing in it is new costs one build, which is cut off', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await publish('2.0');
    expect((await plan())[0]).toBe('rebuild true packages-changed');
    expect(await run('--packages')).toMatchObject({ 'demo:1': 'cut-off', 'above:1': 'left' });
    expect(recorded()).toBe(offered());
    expect(await plan()).toEqual([]);
  });
});
