import { describe, expect, it } from 'vitest';
import { logFiles } from '../../src/checks/log-files.ts';
import { expectFound, expectLeft, fixOf, judgeFiles } from '../support/judge-files.ts';
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

  it('has a fix for each place that was found', () => {
    const npm = 'root/.npm/_logs/2026-01-01T00_00_00_000Z-debug-0.log';
    expect(fixOf(logFiles, '', 'RUN npm ci', [npm, 'var/log/dpkg.log'])).toMatch(
      /^End that RUN with `rm -rf \/root\/\.npm\/_logs && find \/var\/log -type f -delete`; /,
    );
    expect(fixOf(logFiles, 'var/log/apt', 'RUN apt-get install -y curl')).toContain('`find /var/log -type f');
    expect(fixOf(logFiles, 'srv', 'RUN make', ['srv/build.log'])).toMatch(/^Delete the logs at the end/);
  });

  it('gives advice for what an ordinary installation logs', async () => {
    const [small] = await judgeFiles([logFiles], [file('var/log/dpkg.log', Buffer.alloc(300_000, 1))]);
    expect(small?.severity).toBe('advice');
    const [large] = await judgeFiles([logFiles], [file('srv/app/build.log', Buffer.alloc(1_000_000, 1))]);
    expect(large?.severity).toBe('warning');
  });
});
