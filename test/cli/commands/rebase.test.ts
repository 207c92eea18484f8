// `plimsoll rebase`, as users run it.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import REBASE from '../../../schema/rebase.json' with { type: 'json' };
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, layer, makeLayout } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const folder = makeTemporaryFolder();
const at = (name: string): string => `oci:${join(folder, name)}`;
const ETC = dir('etc');
const rebase = (onto: string, out: string, ...more: readonly string[]) =>
  runProgram(['rebase', at('image'), '--old-base', at('old'), '--onto', at(onto), '-o', at(out), ...more]);

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const old = layer([ETC, file('etc/version', '1'), file('etc/passwd', 'root:x:0:0::/:\n')]);
  const app = layer([
    dir('app'),
    file('app/main', 'x'),
    ETC,
    file('etc/passwd', 'root:x:0:0::/:\napp:x:9:9::/:\n'),
  ]);
  await makeLayout(join(folder, 'old'), [old]);
  await makeLayout(join(folder, 'image'), [old, app], { run: { Cmd: ['/app/main'] } });
  await makeLayout(join(folder, 'new'), [
    layer([ETC, file('etc/version', '2'), file('etc/passwd', 'root:x:0:0::/:\nntp:x:5:5::/:\n')]),
  ]);
  await makeLayout(join(folder, 'clashing'), [layer([ETC, file('etc/passwd', 'app:x:8:8::/:\n')])]);
});

describe('plimsoll rebase', () => {
  test('writes the image and says what was merged', async () => {
    const { exitCode, stdout, stderr } = await rebase('new', 'out');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('Verdict: checked');
    expect(stdout).toContain('/etc/passwd: merged: the users');
    expect(stdout).toContain('Proven: read back');
    const again = await runProgram(['image', at('out'), '--format', 'json']);
    const { layers } = JSON.parse(again.stdout) as {
      readonly layers: readonly { readonly createdBy: string }[];
    };
    expect(layers).toHaveLength(3);
    expect(layers[2]!.createdBy).toContain('plimsoll rebase');
  });

  test('the same command gives the same bytes', async () => {
    const digest = async (out: string): Promise<string> => {
      await rebase('new', out);
      const { stdout } = await runProgram(['image', at(out), '--format', 'json']);
      return (JSON.parse(stdout) as { readonly target: { readonly digest: string } }).target.digest;
    };
    expect(await digest('one')).toBe(await digest('two'));
  });

  test('writes nothing on a conflict, and exits with 1', async () => {
    const { exitCode, stdout } = await rebase('clashing', 'none', '--format', 'json');
    expect(exitCode).toBe(1);
    const json = JSON.parse(stdout) as {
      readonly target: unknown;
      readonly images: readonly { readonly verdict: string }[];
    };
    expect(validateSchema(REBASE, json)).toEqual([]);
    expect(json.target).toBeNull();
    expect(json.images[0]!.verdict).toBe('conflict');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('keeps the manifest to one family of media types where the base is of the other', async () => {
    const out = (name: string, base: string) =>
      runProgram(['rebase', at(name), '--old-base', at('old'), '--onto', at(base), '-o', at(`${name}-on`)]);
    turnIntoDocker('image', 'docker-image');
    turnIntoDocker('new', 'docker-new');
    expect((await out('docker-image', 'new')).exitCode).toBe(0);
    expect(familiesOf('docker-image-on')).toEqual(['vnd.docker']);
    expect((await out('image', 'docker-new')).exitCode).toBe(0);
    expect(familiesOf('image-on')).toEqual(['vnd.oci']);
  });

  test('writes nothing on a dry run', async () => {
    const { exitCode, stdout } = await rebase('new', 'dry', '--dry-run', '--format', 'json');
    expect(exitCode).toBe(0);
    expect(validateSchema(REBASE, JSON.parse(stdout))).toEqual([]);
    expect(existsSync(join(folder, 'dry'))).toBe(false);
  });

  test('asks for the old base where nobody knows it, and refuses a wrong one', async () => {
    const unknown = await runProgram(['rebase', at('image'), '--onto', at('new'), '-o', at('x')]);
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unknown.stderr).toContain('--old-base');
    const wrong = await runProgram([
      'rebase',
      at('image'),
      '--old-base',
      at('new'),
      '--onto',
      at('new'),
      '-o',
      at('x'),
    ]);
    expect(wrong.exitCode).toBe(2);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});

interface Typed {
  mediaType: string;
  digest: string;
  size: number;
}

const blobOf = (name: string, digest: string): string =>
  join(folder, name, 'blobs', 'sha256', digest.slice('sha256:'.length));
const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

/** A copy of a layout whose manifest is of Docker's schema 2. */
function turnIntoDocker(name: string, copy: string): void {
  cpSync(join(folder, name), join(folder, copy), { recursive: true });
  const index = readJson<{ manifests: Typed[] }>(join(folder, copy, 'index.json'));
  const manifest = readJson<Typed & { config: Typed; layers: Typed[] }>(
    blobOf(copy, index.manifests[0]!.digest),
  );
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  manifest.mediaType = mediaType;
  manifest.config.mediaType = 'application/vnd.docker.container.image.v1+json';
  for (const one of manifest.layers)
    one.mediaType = `application/vnd.docker.image.rootfs.diff.tar${one.mediaType.endsWith('gzip') ? '.gzip' : ''}`;
  const bytes = Buffer.from(JSON.stringify(manifest));
  const digest = digestBytes(bytes);
  writeFileSync(blobOf(copy, digest), bytes);
  index.manifests = [{ ...index.manifests[0]!, mediaType, digest, size: bytes.length }];
  writeFileSync(join(folder, copy, 'index.json'), JSON.stringify(index));
}

/** The families of all media types that the manifest names. */
function familiesOf(name: string): readonly string[] {
  const index = readJson<{ manifests: Typed[] }>(join(folder, name, 'index.json'));
  const text = readFileSync(blobOf(name, index.manifests[0]!.digest), 'utf8');
  return [...new Set(text.match(/vnd\.(?:docker|oci)/g))];
}
