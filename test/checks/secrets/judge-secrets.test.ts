import { describe, expect, it } from 'vitest';
import { judgeLayers } from '../../support/judge-layers.ts';
import { file, layer, link, whiteout } from '../../support/layers.ts';
import { makeToken } from '../../support/made-secrets.ts';

const line = (name: string): string => `token ${makeToken(name)}\n`;

describe('secrets in files', () => {
  it('a file that later layers ship again with other attributes is one finding that names them', async () => {
    const findings = await judgeLayers(
      [],
      [
        layer([file('a', line('x'))]),
        layer([file('a', line('x'), { uid: 1 })]),
        layer([file('a', line('x'), { uid: 2 })]),
      ],
    );
    expect(findings).toMatchObject([{ layer: 0, state: 'visible', secret: { layers: [0, 1, 2] } }]);
    expect(findings[0]!.message).toContain('layers 1, 2');
  });

  it('and is hidden where the last of them is', async () => {
    const findings = await judgeLayers(
      [],
      [layer([file('a', line('x'))]), layer([file('a', line('x'), { uid: 1 })]), layer([whiteout('a')])],
    );
    expect(findings).toMatchObject([{ state: 'hidden', hiddenByLayer: 2, secret: { layers: [0, 1] } }]);
  });

  it('a rotated secret is judged in each layer', async () => {
    const findings = await judgeLayers([], [layer([file('a', line('x'))]), layer([file('a', line('y'))])], 1);
    expect(findings).toMatchObject([
      { layer: 0, state: 'hidden', hiddenByLayer: 1, origin: 'inherited' },
      { layer: 1, state: 'visible', hiddenByLayer: null, origin: 'yours' },
    ]);
  });

  it('the same content at several paths of a layer is one, and so is a hard link group', async () => {
    const findings = await judgeLayers(
      [],
      [layer([file('a', line('x')), file('b', line('x')), link('c', 'a'), file('d', line('y'))])],
    );
    expect(findings.map(({ paths }) => paths.map(({ path }) => path))).toEqual([['a', 'b'], ['d']]);
  });

  it('many of a kind in one file are one with a count', async () => {
    const [finding] = await judgeLayers([], [layer([file('a', line('x') + line('y') + line('z'))])]);
    expect(finding!.secret).toMatchObject({ count: 3 });
    expect(finding!.secret!.offsets).toHaveLength(3);
    expect(finding!.bytes).toBe(0);
  });

  it('a layer with a secret in each of its files gives a bounded number of findings that count all', async () => {
    const files = Array.from({ length: 700 }, (_, i) => file(`f${i}`, line(String(i))));
    const findings = await judgeLayers([], [layer(files)]);
    expect(findings.length).toBeLessThanOrEqual(501);
    expect(findings.reduce((sum, { secret }) => sum + secret!.count, 0)).toBe(700);
    expect(findings.reduce((sum, { fileCount }) => sum + fileCount, 0)).toBe(700);
  });
});
