// Pairs for rebasing with the verdict that a run takes them by: what is set aside is volatile by the reviewed list, and nothing else.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeRebase } from '../../../../../src/fleet/update/making/content/judge-rebase.ts';
import type { RebaseVerdict } from '../../../../../src/rewrite/rebase/rebase-note.ts';
import { makeTemporaryFolder } from '../../../../support/image-files.ts';
import { dir, file, whiteout } from '../../../../support/layers.ts';
import { planPair, type RebasePair } from '../../../../support/rebase-pairs.ts';

type Files = Readonly<Record<string, string>>;

const folder = makeTemporaryFolder();
const STATUS = 'Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n';
const OWN = 'Package: own\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n';
const DATABASE = 'var/lib/dpkg/status';

/** Both bases and the application write these; all else is the same in both. */
function pairOf(old: Files, app: Files, newer: Files, deleted: readonly string[] = []): RebasePair {
  const toLayer = (files: Files, gone: readonly string[] = []) => {
    const paths = [...Object.keys(files), ...gone];
    const folders = new Set(
      paths.flatMap((path) => {
        const names = path.split('/').slice(0, -1);
        return names.map((_, i) => names.slice(0, i + 1).join('/'));
      }),
    );
    return [
      ...[...folders].sort().map((path) => dir(path)),
      ...Object.entries(files).map(([path, text]) => file(path, text)),
      ...gone.map((path) => whiteout(path)),
    ];
  };
  const base = { 'etc/os-release': 'ID=x\n', [DATABASE]: STATUS };
  return {
    old: { layers: [toLayer({ ...base, 'usr/bin/tool': 'tool 1', ...old })] },
    app: { layers: [toLayer({ 'srv/app': 'app', ...app }, deleted)] },
    new: { layers: [toLayer({ ...base, 'usr/bin/tool': 'tool 2', ...newer })] },
  };
}

/** One file that all three have with contents of their own. */
const everywhere = (path: string): readonly [Files, Files, Files] => [
  { [path]: 'old' },
  { [path]: 'old and own' },
  { [path]: 'new' },
];
const join3 = (...parts: readonly (readonly [Files, Files, Files])[]): RebasePair =>
  pairOf(
    Object.assign({}, ...parts.map(([old]) => old)),
    Object.assign({}, ...parts.map(([, app]) => app)),
    Object.assign({}, ...parts.map(([, , newer]) => newer)),
  );
const apt = [
  everywhere('var/log/dpkg.log'),
  everywhere('var/log/apt/history.log'),
  everywhere('var/cache/ldconfig/aux-cache'),
  everywhere('var/lib/dpkg/status-old'),
];

interface Labelled {
  readonly name: string;
  readonly pair: RebasePair;
  /** What `plimsoll rebase` says. */
  readonly rebase: RebaseVerdict;
  readonly run: RebaseVerdict;
  readonly setAside?: readonly string[];
}

const LABELLED: readonly Labelled[] = [
  { name: 'nothing in common', pair: pairOf({}, {}, {}), rebase: 'proven', run: 'proven' },
  {
    name: 'both ran apt-get, and nothing of what the application installed is in the base',
    pair: join3(...apt),
    rebase: 'checked',
    run: 'proven',
    setAside: ["ldconfig's notes", 'locks and the last state of dpkg', 'logs of apt and dpkg (2 paths)'],
  },
  {
    name: 'the very same log in both',
    pair: pairOf({}, { 'var/log/dpkg.log': 'x' }, { 'var/log/dpkg.log': 'x' }),
    rebase: 'checked',
    run: 'proven',
    setAside: ['logs of apt and dpkg'],
  },
  {
    name: 'the package database had to be merged',
    pair: join3(...apt, [
      {},
      { [DATABASE]: STATUS + OWN },
      { [DATABASE]: STATUS.replace('Version: 1', 'Version: 2') },
    ]),
    rebase: 'checked',
    run: 'checked',
  },
  {
    name: 'a log of the application itself',
    pair: join3(...apt, everywhere('var/log/app.log')),
    rebase: 'checked',
    run: 'checked',
  },
  {
    name: 'lists of apt, by which builds above install',
    pair: join3(everywhere('var/lib/apt/lists/mirror_InRelease')),
    rebase: 'checked',
    run: 'checked',
  },
  {
    name: 'a cache that is somebody’s data',
    pair: join3(everywhere('root/.cache/models/weights')),
    rebase: 'checked',
    run: 'checked',
  },
  {
    name: 'backups of the users',
    pair: join3(everywhere('etc/passwd-')),
    rebase: 'checked',
    run: 'checked',
  },
  {
    name: 'a deleted file that the new base changed, beside the logs',
    pair: pairOf({ ...apt[0]![0], 'etc/motd': '1' }, apt[0]![1], { ...apt[0]![2], 'etc/motd': '2' }, [
      'etc/motd',
    ]),
    rebase: 'checked',
    run: 'checked',
  },
  {
    name: 'a file masked, beside the logs',
    pair: join3(...apt, [{}, { 'usr/bin/tool': 'mine' }, {}]),
    rebase: 'conflict',
    run: 'conflict',
  },
];

test.each(LABELLED)('$name: $run', async ({ name, pair, rebase, run, setAside = [] }) => {
  const plan = await planPair(join(folder, name.replace(/\W+/g, '-')), pair);
  expect(plan.verdict, JSON.stringify(plan.notes)).toBe(rebase);
  expect(judgeRebase(plan)).toEqual({ verdict: run, setAside });
});

test('a note of another kind about a volatile path counts', () => {
  const path = 'var/log/dpkg.log';
  for (const kind of ['merged-file', 'deleted-change', 'folder-attributes', 'loader-cache'] as const) {
    const notes = [{ kind, level: 'checked', path, message: 'x' } as const];
    expect(judgeRebase({ verdict: 'checked', notes })).toEqual({ verdict: 'checked', setAside: [] });
  }
});
