// A worker's steps of the kind `scan-layer`: the block first, so that whoever sees the step done finds it.
import type { StepPerformer } from '../../fleet/durable/durable-store.ts';
import { layerBlockName, parseLayerInput } from '../../fleet/scan/layer-step.ts';
import { openRunCache } from '../../fleet/scan/run-cache.ts';
import { scanOneLayer } from '../../fleet/scan/scan-one-layer.ts';
import type { WorkerRun } from './worker-run.ts';

/** The performer; without a cache of its own it keeps what it read until the process ends. */
export async function createScanPerformer({
  store,
  cache,
  onNotice,
  atEnd,
}: WorkerRun): Promise<StepPerformer> {
  const run = await openRunCache(cache);
  atEnd(run.close);
  return async (step, { signal }) => {
    const { result, block } = await scanOneLayer(parseLayerInput(step.input), {
      cache: run.cache,
      signal,
      onNotice,
    });
    await store.writeBlock(layerBlockName(step), block);
    return { ...result };
  };
}
