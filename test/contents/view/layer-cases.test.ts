// The known cases, as the view shows them and as it foretells overlay2. The engines themselves: test/engines.
import { describe, expect, test } from 'vitest';
import { describeAmbiguities } from '../../../src/contents/view/describe-ambiguities.ts';
import { overlayLayers } from '../../../src/contents/view/overlay-layers.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { layer, scanLayers } from '../../support/layers.ts';
import { ALL_CASES } from './layer-cases.ts';
import { listOverlay, listView } from './list-view.ts';
import { notate } from './notate.ts';

describe.each(ALL_CASES)('$name', (layerCase) => {
  const { layers, shows, overlay, umoci, buildah, ambiguities = [], spec, differsInTime } = layerCase;

  test('shows what is expected', async () => {
    const view = squashLayers(await scanLayers(layers.map(layer)));
    expect(notate(listView(view), layers)).toBe(shows);
    expect([...new Set(view.ambiguities.map(({ kind }) => kind))].sort()).toEqual(ambiguities);
  });

  test('foretells overlay2', async () => {
    const facts = await scanLayers(layers.map(layer));
    const view = squashLayers(facts);
    const over = overlayLayers(facts, view.entryBases);
    if (overlay === 'refused') expect(over.refused.size).toBeGreaterThan(0);
    else {
      expect([...over.refused]).toEqual([]);
      expect(notate(listOverlay(over, view), layers)).toBe(overlay ?? shows);
    }
    const reports = describeAmbiguities(view);
    expect(reports.some((report) => report.refusedByOverlay)).toBe(overlay === 'refused');
    expect(reports.some((report) => report.refusedByMerged)).toBe(
      umoci === 'refused' && buildah === 'refused',
    );
    const isTold = reports.length > 0;
    const ordinary = (text: string): string => text.replaceAll('~', '');
    const isDifferent =
      differsInTime === true || (overlay !== undefined && ordinary(overlay) !== ordinary(shows));
    expect(isTold).toBe(isDifferent || (umoci === 'refused' && buildah === 'refused'));
  });

  test('has the words that decide where engines differ', () => {
    if (umoci === buildah) return;
    expect(spec).toBeDefined();
  });
});
