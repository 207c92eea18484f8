// Makes the names in a folder last: a rename is on the disk only after its folder was synced too.
import { open } from 'node:fs/promises';

/** Does nothing where the system knows no such thing (Windows, some network file systems). */
export async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The names are there; only a power cut could undo them.
  }
}
