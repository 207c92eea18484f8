import { describe, expect, it, test } from 'vitest';
import { hiddenDeleted } from '../../src/checks/hidden-deleted.ts';
import { hiddenOverwritten } from '../../src/checks/hidden-overwritten.ts';
import { metadataCopy } from '../../src/checks/metadata-copy.ts';
import { rewrittenDatabase } from '../../src/checks/rewritten-database.ts';
import { file, whiteout } from '../support/layers.ts';
import { findingsOf, judgeStack } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const rules = [
  ...[hiddenDeleted, hiddenOverwritten, metadataCopy].map((rule) => ({ ...rule, floorBytes: 0 })),
  rewrittenDatabase,
];

/** What a package manager writes whenever it installs something. */
const RECORDS = [
  'var/lib/dpkg/status',
  'var/lib/dpkg/info/libc6:amd64.triggers',
  'var/cache/debconf/templates.dat',
  'var/lib/apt/extended_states',
  'var/log/apt/term.log',
  'lib/apk/db/scripts.tar',
  'usr/lib/apk/db/installed',
  'var/lib/rpm/rpmdb.sqlite',
  'usr/lib/sysimage/rpm/Packages.db',
  'usr/lib/sysimage/libdnf5/packages.toml',
  'etc/passwd',
  'etc/shadow-',
  'etc/ld.so.cache',
  'var/cache/ldconfig/aux-cache',
  'etc/ssl/certs/ca-certificates.crt',
  'usr/share/mime/mime.cache',
  'usr/share/icons/hicolor/icon-theme.cache',
  'usr/lib/x86_64-linux-gnu/gio/modules/giomodule.cache',
  'var/cache/fontconfig/1a2b-le64.cache-8',
];
/** What only looks like it. */
const OTHERS = [
  'srv/var/lib/dpkg/status',
  'var/lib/apt/lists/a',
  'var/cache/apt/pkgcache.bin',
  'etc/passwd.d',
  'etc/passwords',
  'etc/ssl/certs/java.crt',
  'lib/apk/dbx',
  'usr/share/icons/a/b/icon-theme.cache',
  'var/log/app/dpkg.log',
];

describe('rewritten-database', () => {
  it.each(RECORDS)('takes %s where a later layer has it anew', async (path) => {
    const hidden = [[file(path, 'older')], [file(path, 'new')]];
    expect(await findingsOf(hidden, { rules })).toEqual([`rewritten-database 0>1 ${path}=5`]);
    const copied = [[file(path, 'same')], [file(path, 'same', { mtimeSeconds: 9 })]];
    expect(await findingsOf(copied, { rules })).toEqual([`rewritten-database 1 ${path}=4`]);
  });

  it.each(OTHERS)('leaves %s to the rules of ballast', async (path) => {
    const hidden = [[file(path, 'older')], [file(path, 'new')]];
    expect(await findingsOf(hidden, { rules })).toEqual([`hidden-overwritten 0>1 ${path}=5`]);
    const copied = [[file(path, 'same')], [file(path, 'same', { mtimeSeconds: 9 })]];
    expect(await findingsOf(copied, { rules })).toEqual([`metadata-copy 1 ${path}=4`]);
  });

  it('takes deleted backups, and no deleted databases', async () => {
    const stack = [
      [file('var/lib/dpkg/status', '12345'), file('var/lib/dpkg/status-old', '1234')],
      [whiteout('var/lib/dpkg')],
    ];
    expect(await findingsOf(stack, { rules })).toEqual([
      'hidden-deleted 0>1 var/lib/dpkg/status=5',
      'rewritten-database 0>1 var/lib/dpkg/status-old=4',
    ]);
  });

  it('counts every byte once, within what is needed', async () => {
    const versions = [1, 2, 3].map((i) => [
      file('var/lib/dpkg/status', Buffer.alloc(1000 * i, i)),
      file('srv/a', Buffer.alloc(10, i)),
    ]);
    const { bytes, layers } = await judgeStack(versions, { rules });
    expect(bytes).toMatchObject({
      entryBytes: 6030,
      neededBytes: 6010,
      ballastBytes: 20,
      adviceBytes: 3000,
      ballastByCause: { 'hidden-overwritten': 20 },
    });
    expect(layers.map(({ adviceBytes, hiddenBytes }) => [adviceBytes, hiddenBytes])).toEqual([
      [1000, 1010],
      [2000, 2010],
      [0, 0],
    ]);
  });
});

test('the page', () => expectPage(rewrittenDatabase));
