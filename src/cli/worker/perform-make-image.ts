// A worker's steps of the kind `make-image`: by the engine that this machine has.
import { chooseEngine, findEngines } from '../../engines/finding/find-engines.ts';
import type { StepPerformer } from '../../fleet/durable/durable-store.ts';
import { createImageMaker } from '../../fleet/update/making/make-image.ts';
import { CompressionPool } from '../../oci/compression/compression-pool.ts';
import { placeSecrets } from '../update/place-secrets.ts';
import type { WorkerRun } from './worker-run.ts';

/** The performer; undefined, with a notice, where no engine answers and nobody asked for this kind by name. */
export async function createMakePerformer({
  cache,
  flags,
  io,
  onNotice,
  atEnd,
}: WorkerRun): Promise<StepPerformer | undefined> {
  const found = await findEngines(io.env, io.signal);
  if (found.engines.length === 0 && flags.kinds === undefined && flags.engine === undefined) {
    onNotice('no engine answers here: no images are made');
    return undefined;
  }
  const engine = chooseEngine(found, flags.engine);
  const secrets = await placeSecrets(flags.secret ?? [], io.env);
  atEnd(secrets.remove);
  const gzip = new CompressionPool();
  atEnd(() => gzip.close());
  return createImageMaker({
    engine,
    secrets: secrets.files,
    ...(flags.network === undefined ? {} : { network: flags.network }),
    accepts: flags.accept,
    ...(cache === undefined ? {} : { cache }),
    gzip,
    insecure: flags.insecure === true,
    program: `plimsoll ${io.version}`,
    onNotice,
  });
}
