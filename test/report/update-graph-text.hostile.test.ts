import { expect, test } from 'vitest';
import { sortGraph } from '../../src/fleet/update/graph/sort-graph.ts';
import type { BaseUse, UpdateImage } from '../../src/fleet/update/graph/update-graph.ts';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';
import { formatUpdateGraphDot } from '../../src/report/update-graph-dot.ts';
import { formatUpdateGraphJson } from '../../src/report/update-graph-json.ts';
import type { UpdateGraphReport } from '../../src/report/update-graph-report.ts';
import { formatUpdateGraphText } from '../../src/report/update-graph-text.ts';

function makeReport(
  edges: readonly (readonly [string, string])[],
  ids: readonly string[],
): UpdateGraphReport {
  const images = ids.map(
    (id): UpdateImage => ({
      kind: 'image',
      id,
      references: [],
      place: { kind: 'dockerfile', file: id },
      build: undefined,
    }),
  );
  const uses = edges.map(
    ([image, id]): BaseUse => ({ image, origin: { kind: 'image', id }, kind: 'from', line: 1 }),
  );
  const graph = sortGraph({ root: '/', images, uses, findings: [] });
  return { graph, waves: images.map(() => 0), waveCount: 1 };
}

const options = { width: 100, palette: PLAIN_PALETTE, showsAll: true };

test('a deep chain and images of a cycle are told, each once', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `i${i}`);
  const chain = ids.slice(1).map((id, i): [string, string] => [id, ids[i]!]);
  const lines = formatUpdateGraphText(makeReport(chain, ids), options).split('\n');
  expect(lines.filter((line) => /^ *i\d+$/.test(line))).toHaveLength(20_000);
  const short = formatUpdateGraphText(makeReport(chain, ids), { ...options, showsAll: false });
  expect(short).toContain('more; --all shows them');
  expect(short.split('\n').length).toBeLessThan(120);
  const ring = formatUpdateGraphText(
    makeReport(
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['d', 'a'],
        ['e', 'e'],
      ],
      ['a', 'b', 'c', 'd', 'e'],
    ),
    options,
  );
  for (const id of ['a', 'b', 'c', 'd', 'e'])
    expect(ring.split('\n').filter((line) => line.trim() === id)).toHaveLength(1);
});

test('names that a terminal would obey are shown as what they are', () => {
  const id = 'a\u001b[31m"\\\u202e\nb';
  const report = makeReport([[id, id]], [id]);
  for (const text of [
    formatUpdateGraphText(report, options),
    [...formatUpdateGraphJson(report)].join(''),
    [...formatUpdateGraphDot(report)].join(''),
  ]) {
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
  }
  expect(JSON.parse([...formatUpdateGraphJson(report)].join('')).images[0].id).toBe(id);
});
