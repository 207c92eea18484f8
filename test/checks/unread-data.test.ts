import { describe, expect, it } from 'vitest';
import { unreadData } from '../../src/checks/unread-data.ts';
import { judgeLayers } from '../support/judge-layers.ts';
import { file, layer } from '../support/layers.ts';

const TAR = layer([file('a', 'A')]);

describe('unread-data', () => {
  it('finds bytes after the end of the tar, in the layer that has them', async () => {
    const findings = await judgeLayers([unreadData], [TAR, Buffer.concat([TAR, Buffer.from('hidden')])]);
    expect(findings).toMatchObject([{ rule: 'unread-data', severity: 'warning', layer: 1, bytes: 0 }]);
    expect(findings[0]?.message).toMatch(/^6 bytes /);
  });

  it('leaves alone zeros, which tar writes to fill its last record', async () => {
    expect(await judgeLayers([unreadData], [Buffer.concat([TAR, Buffer.alloc(8192)])])).toEqual([]);
  });
});
