// The files that a container of an image would start with, as the engine exports them.
import { spawn } from 'node:child_process';
import { TarReader } from '../../../src/oci/tar/read-tar.ts';
import { DOCKER } from '../docker-overlay2.ts';
import { runProgram } from '../run-program.ts';

/** Tells each regular file that `wants` asks for by path, one after the other. */
export async function readExportedFiles(
  image: string,
  wants: (path: string) => boolean,
  take: (path: string, content: Buffer) => void,
): Promise<void> {
  const created = await runProgram(DOCKER, ['create', image, '/none']);
  if (!created.isDone) throw new Error(`docker create ${image}: ${created.complaint}`);
  const container = created.output.trim();
  try {
    let path: string | undefined;
    let pieces: Buffer[] = [];
    const reader = new TarReader({
      entry: (entry) => {
        const name = Buffer.from(entry.path)
          .toString()
          .replace(/^\.?\//, '');
        path = entry.kind === 'file' && wants(name) ? name : undefined;
        pieces = [];
      },
      content: (bytes) => {
        if (path !== undefined) pieces.push(Buffer.from(bytes));
      },
      hole: (sizeBytes) => {
        if (path !== undefined) pieces.push(Buffer.alloc(sizeBytes));
      },
      entryEnd: () => {
        if (path !== undefined) take(path, Buffer.concat(pieces));
        path = undefined;
      },
    });
    const child = spawn(DOCKER, ['export', container], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const bytes of child.stdout) reader.push(bytes as Buffer);
    reader.end();
  } finally {
    await runProgram(DOCKER, ['rm', container]);
  }
}
