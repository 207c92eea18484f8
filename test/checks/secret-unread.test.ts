import { describe, expect, it } from 'vitest';
import { secretUnread } from '../../src/checks/secret-unread.ts';
import type { ImageContents } from '../../src/contents/image-contents.ts';
import { encodeSecrets } from '../../src/contents/secrets/secret-format.ts';
import type { UnreadPart } from '../../src/secrets/secret-match.ts';
import { file, layer, scanLayers } from '../support/layers.ts';

async function judge(unread: readonly UnreadPart[]): Promise<ReturnType<typeof secretUnread.judge>> {
  const [facts] = await scanLayers([layer([file('a.zip', 'zip')])]);
  const secretBytes = encodeSecrets({ matches: [], omitted: [], unread });
  const has = unread.length > 0;
  const layers = [
    {
      index: 0,
      facts: {
        ...facts!,
        secretEntries: Uint32Array.from(has ? [0] : []),
        secretEnds: Uint32Array.from(has ? [secretBytes.length] : []),
        secretBytes: has ? secretBytes : new Uint8Array(0),
      },
    },
  ];
  return secretUnread.judge({ layers } as unknown as ImageContents);
}

describe('secret-unread', () => {
  it('tells what was not searched, by reason with parts and bytes, and where', async () => {
    const verdicts = await judge([
      { reason: 'encrypted', bytes: 100, member: 'b' },
      { reason: 'encrypted', bytes: 200, member: 'c' },
      { reason: 'too large', bytes: 1 },
    ]);
    expect(verdicts).toMatchObject([
      { layer: 0, severity: 'advice', paths: ['a.zip!/b', 'a.zip!/c', 'a.zip'], pathCount: 3 },
    ]);
    expect(verdicts[0]!.message).toBe(
      'not searched for secrets: encrypted (2 parts, 300 bytes); too large (1 part, 1 byte)',
    );
  });

  it('a number that a reason begins with makes no reason of its own', async () => {
    const [verdict] = await judge([
      { reason: '3 keywords were not followed', bytes: 5 },
      { reason: '40 keywords were not followed', bytes: 6 },
    ]);
    expect(verdict!.message).toBe('not searched for secrets: keywords were not followed (2 parts, 11 bytes)');
  });

  it('names few of many reasons', async () => {
    const [verdict] = await judge(
      Array.from({ length: 40 }, (_, i) => ({ reason: `reason ${i}`, bytes: i + 1 })),
    );
    expect(verdict!.paths).toHaveLength(20);
    expect(verdict!.message).toMatch(/and 35 other reasons$/);
  });

  it('says nothing of what was read to its end', async () => {
    expect(await judge([])).toEqual([]);
  });
});
