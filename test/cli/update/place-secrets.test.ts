import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeSecrets } from '../../../src/cli/update/place-secrets.ts';
import { makeTree } from '../../support/context-trees.ts';

describe('secrets', () => {
  test('are files of their own, or lie in one that only we can read until they are removed', async () => {
    const path = join(makeTree({ ca: 'certificates' }), 'ca');
    const placed = await placeSecrets([`id=ca,src=${path}`, 'id=token,env=WORD', 'type=env,id=OTHER'], {
      WORD: 'a word',
      OTHER: 'another',
    });
    expect(placed.files['ca']).toBe(path);
    expect(readFileSync(placed.files['token']!, 'utf8')).toBe('a word');
    expect(readFileSync(placed.files['OTHER']!, 'utf8')).toBe('another');
    expect(statSync(placed.files['token']!).mode & 0o777).toBe(0o600);
    await placed.remove();
    expect([existsSync(path), existsSync(placed.files['token']!)]).toEqual([true, false]);
  });

  test.each(['', 'ca', 'src=/a', 'id=', 'id=a,b=c', 'id=a,env=NOT_SET', 'id=a'])(
    '%j is refused',
    async (text) => {
      await expect(placeSecrets([text], {})).rejects.toMatchObject({ code: 'USAGE' });
    },
  );

  test('of a file that is not there are refused, and two of one id', async () => {
    await expect(placeSecrets(['id=a,src=/nowhere/at/all'], {})).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    await expect(placeSecrets(['id=a,env=A', 'id=a,env=A'], { A: '1' })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});
