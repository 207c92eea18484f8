import { describe, expect, it } from 'vitest';
import { logFiles } from '../../src/checks/log-files.ts';
import { expectFound, expectLeft, judgeFiles } from '../support/judge-files.ts';
import { file, symlink } from '../support/layers.ts';

describe('log-files', () => {
  it('finds logs', async () => {
    await expectFound(logFiles, [
      'var/log/dpkg.log',
      'var/log/apt/term.log',
      'var/log/journal/1a/system.journal',
      'srv/app/build.log',
      'srv/app/logs/access.log',
      'srv/app/npm-debug.log',
      'root/nohup.out',
    ]);
  });

  it('leaves alone links to standard output, folders and empty files', async () => {
    await expectLeft(logFiles, [
      symlink('var/log/nginx/access.log', '/dev/stdout'),
      'var/log/app/',
      file('var/log/wtmp'),
    ]);
  });

  it('leaves alone logs that are data', async () => {
    await expectLeft(logFiles, [
      'srv/app/leveldb/000003.log',
      'srv/kafka/topic-0/00000000000000000000.log',
      'u01/oradata/redo01.log',
      'var/lib/mysql/undo_001.log',
      'var/lib/rabbitmq/quorum/x.log',
      'usr/share/tool/examples/sample.log',
      'usr/lib/tool/test.log',
    ]);
  });

  it('gives advice for what an ordinary installation logs', async () => {
    const [small] = await judgeFiles([logFiles], [file('var/log/dpkg.log', Buffer.alloc(300_000, 1))]);
    expect(small?.severity).toBe('advice');
    const [large] = await judgeFiles([logFiles], [file('srv/app/build.log', Buffer.alloc(1_000_000, 1))]);
    expect(large?.severity).toBe('warning');
  });
});
