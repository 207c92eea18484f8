// How an engine stores images, which decides what its export holds: layers as they were pulled, compressed and named by
// their blobs' digests (containerd's store), or plain tars put together again (Docker's own drivers, and podman).
import { PlimsollError } from '../../errors.ts';
import { type EngineClient, speaks } from './engine-client.ts';
import type { InspectedImage } from './inspected-image.ts';

/** What `docker info` shows of containerd's store. */
const CONTAINERD_DRIVER = 'io.containerd.snapshotter.v1';

/** Whether the image lies in containerd's store: as the engine says beside the image, or before API 1.48 of itself. */
export async function isInContainerdStore(client: EngineClient, inspected: InspectedImage): Promise<boolean> {
  if (inspected.hasDescriptor || speaks(client, 1, 48)) return inspected.hasDescriptor;
  // Docker 23 was the first that could have this store.
  if (!speaks(client, 1, 42)) return false;
  const status = await readDriverStatus(client);
  return (
    Array.isArray(status) &&
    status.some((pair) => Array.isArray(pair) && pair[0] === 'driver-type' && pair[1] === CONTAINERD_DRIVER)
  );
}

/** Engines that speak only a part of the API may not know the question, and have no such store. */
async function readDriverStatus(client: EngineClient): Promise<unknown> {
  try {
    return ((await client.getJson('/info')) as { DriverStatus?: unknown } | null)?.DriverStatus;
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'ABORTED') throw error;
    return undefined;
  }
}
