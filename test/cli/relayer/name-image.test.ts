// What images are called where they are written.
import { describe, expect, test } from 'vitest';
import { chooseTargets } from '../../../src/cli/relayer/choose-targets.ts';
import { nameImage } from '../../../src/cli/relayer/name-image.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}` as const;

describe('names', () => {
  test.each([
    ['docker://registry.example.com/shop/api:1.4', 'shop/api', '1.4', 'shop/api:1.4'],
    ['docker://docker.io/library/debian:12', 'debian', '12', 'debian:12'],
    [`docker://host:5000/app@${DIGEST}`, 'app', 'sha256-0123456789ab', 'app:sha256-0123456789ab'],
    ['docker-daemon:app:1', 'app', '1', 'app:1'],
    [`docker-daemon:${DIGEST.slice(7)}`, 'image', '0123456789ab', 'image:0123456789ab'],
    ['oci:./fleet:api-prod', 'fleet', 'api-prod', 'api-prod'],
    ['oci:./fleet:shop/api:1.4', 'shop/api', '1.4', 'shop/api:1.4'],
    ['oci:./Some Folder', 'image', 'latest', 'image'],
    ['docker-archive:/tmp/x/app.tar', 'app', 'latest', 'app'],
    ['oci-archive:/tmp/x/app.tar.gz:one', 'app', 'one', 'one'],
  ])('%s', async (reference, repository, tag, label) => {
    expect(await nameImage({ reference, digest: DIGEST })).toEqual({ repository, tag, label });
  });
});

describe('targets', () => {
  const names = [
    { repository: 'shop/api', tag: '1', label: 'shop/api:1' },
    { repository: 'web', tag: '2', label: 'web:2' },
  ];

  test.each([
    ['docker://host:5000/all/', ['docker://host:5000/all/shop/api:1', 'docker://host:5000/all/web:2']],
    ['docker://host:5000/all', ['docker://host:5000/all/shop/api:1', 'docker://host:5000/all/web:2']],
    ['docker://host:5000/', ['docker://host:5000/shop/api:1', 'docker://host:5000/web:2']],
    ['oci:./out', ['oci:./out:shop/api:1', 'oci:./out:web:2']],
    ['./out/', ['oci:./out:shop/api:1', 'oci:./out:web:2']],
  ])('%s of several', async (output, expected) => {
    expect((await chooseTargets(output, names)).map((target) => target.output)).toEqual(expected);
  });

  test.each([
    ['docker://host:5000/all/', 'docker://host:5000/all/shop/api:1'],
    ['docker://host:5000/mine:7', 'docker://host:5000/mine:7'],
    ['oci:./out', 'oci:./out:shop/api:1'],
    ['oci:./out:mine', 'oci:./out:mine'],
    ['./mine.tar', './mine.tar'],
    ['docker-daemon:mine:7', 'docker-daemon:mine:7'],
    ['mine:7', 'mine:7'],
  ])('%s of one', async (output, expected) => {
    expect((await chooseTargets(output, names.slice(0, 1))).map((target) => target.output)).toEqual([
      expected,
    ]);
  });

  test.each(['docker-daemon:mine', './all.tar', 'docker-archive:x.tar', 'mine:7'])(
    '%s takes one alone',
    async (output) => {
      await expect(chooseTargets(output, names)).rejects.toMatchObject({ code: 'USAGE' });
    },
  );

  test('know which repositories and folders are one place', async () => {
    const same = await chooseTargets('docker://h.example/', [
      { repository: 'app', tag: '1', label: 'app:1' },
      { repository: 'app', tag: '2', label: 'app:2' },
    ]);
    expect(same.map(({ place }) => place)).toEqual(['h.example/app', 'h.example/app']);
    const folder = await chooseTargets('oci:out', names);
    expect(new Set(folder.map(({ place }) => place)).size).toBe(1);
  });
});
