import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDestination } from '../../src/oci/open-destination.ts';
import { startWritableRegistry } from '../support/writable-registry.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-open-'));
  vi.stubEnv('DOCKER_HOST', `unix://${join(folder, 'no.sock')}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The kind and reference that a text opens, and what is told of it. */
async function see(text: string) {
  const notices: string[] = [];
  const destination = await openDestination(text, { onNotice: (line) => notices.push(line) });
  await destination.close();
  return {
    kind: destination.kind,
    reference: destination.reference.replaceAll(folder, 'F'),
    notices: notices.map((line) => line.replaceAll(folder, 'F')),
  };
}

describe('a destination', () => {
  test.each<[string, string, string]>([
    ['oci:F/a', 'oci', 'oci:F/a'],
    ['oci:F/a:1.0', 'oci', 'oci:F/a:1.0'],
    ['oci-archive:F/a.tar:x', 'oci-archive', 'oci-archive:F/a.tar:x'],
    ['docker-archive:F/a.tar:app', 'docker-archive', 'docker-archive:F/a.tar:app:latest'],
  ])('%s with a transport', async (text, kind, reference) => {
    expect(await see(text.replace('F', folder))).toEqual({ kind, reference, notices: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each<[string, string, string, string]>([
    ['F/a', 'oci', 'oci:F/a', 'an OCI layout folder is written'],
    ['F/a/', 'oci', 'oci:F/a/', 'an OCI layout folder is written'],
    ['F/a.tar', 'oci-archive', 'oci-archive:F/a.tar', 'an OCI archive is written'],
  ])('%s without one says what it is taken for', async (text, kind, reference, notice) => {
    expect(await see(text.replace('F', folder))).toEqual({
      kind,
      reference,
      notices: [expect.stringContaining(notice)],
    });
  });

  test('of a registry', async () => {
    const { host } = await startWritableRegistry();
    expect(await see(`docker://${host}/team/app:2`)).toMatchObject({
      kind: 'docker',
      reference: `docker://${host}/team/app:2`,
    });
  });

  test.each([
    ['F/a.tar.gz', 'REFERENCE_INVALID', 'ends in .tar'],
    ['app:1.0', 'ENGINE_UNREACHABLE', 'docker://app:1.0'],
    ['docker-daemon:app:1.0', 'ENGINE_UNREACHABLE', 'DOCKER_HOST'],
    ['docker-daemon:A', 'REFERENCE_INVALID', 'NAME:TAG'],
    ['dir:./x', 'IMAGE_UNSUPPORTED', 'skopeo'],
    ['oci:F/none/a', 'DESTINATION_UNWRITABLE', 'folder'],
    ['docker://example.com/a@sha256:1', 'REFERENCE_INVALID', 'sha256'],
  ])('%s is none', async (text, code, hint) => {
    await expect(openDestination(text.replace('F', folder))).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint),
    });
  });

  test.each(['there', 'there.tar'])('%s that is no image is left alone', async (name) => {
    if (name.endsWith('.tar')) writeFileSync(join(folder, name), 'mine');
    else {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'mine'), '');
    }
    await expect(openDestination(join(folder, name))).rejects.toMatchObject({ code: 'DESTINATION_EXISTS' });
  });
});
