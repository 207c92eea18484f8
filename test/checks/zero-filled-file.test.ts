import { describe, expect, it } from 'vitest';
import { zeroFilledFile } from '../../src/checks/zero-filled-file.ts';
import { expectFound, expectLeft, fixOf, HEADS, judgeFiles } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('zero-filled-file', () => {
  it('finds files of zeros anywhere', async () => {
    await expectFound(
      zeroFilledFile,
      [
        file('var/log/lastlog', HEADS.zeros),
        file('var/log/faillog', HEADS.zeros),
        file('swapfile', HEADS.zeros),
        file('srv/app/reserve.bin', HEADS.zeros),
      ],
      ['srv/app/data.bin', file('srv/app/empty.bin')],
    );
  });

  it('leaves alone what databases allocate ahead', async () => {
    await expectLeft(zeroFilledFile, [
      file('var/lib/postgresql/16/main/pg_wal/000000010000000000000002', HEADS.zeros),
    ]);
  });

  it('gives a warning from one megabyte on', async () => {
    const [small] = await judgeFiles([zeroFilledFile], [file('a', Buffer.alloc(100_000))]);
    expect(small?.severity).toBe('advice');
    const [large] = await judgeFiles([zeroFilledFile], [file('a', Buffer.alloc(1_000_000))]);
    expect(large?.severity).toBe('warning');
  });

  it('tells the option of useradd', () => {
    expect(fixOf(zeroFilledFile, 'var/log', 'RUN useradd -u 1000650000 app')).toContain('--no-log-init');
    expect(fixOf(zeroFilledFile, 'srv', 'RUN dd if=/dev/zero of=/srv/a bs=1M count=9')).toContain('truncate');
  });
});
