// What engines unpacked, read back from the file system.
import { fileURLToPath } from 'node:url';
import { hashContent, type Listing, type Shown } from '../contents/view/shown.ts';
import { runProgram } from './run-program.ts';

const WALKER = fileURLToPath(new URL('./walk-trees.py', import.meta.url));

interface Found {
  readonly type: Shown['type'];
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: string;
  readonly target: string;
  readonly device: string;
  readonly content: string;
  readonly inode: string;
  readonly xattrs: Readonly<Record<string, string>>;
}

/** Reads whole folders, in the order given. */
export async function readTrees(roots: readonly string[]): Promise<Listing[]> {
  const { isDone, output, complaint } = await runProgram(
    'python3',
    [WALKER],
    roots.map((root) => `${root}\n`).join(''),
  );
  if (!isDone) throw new Error(`walk-trees.py: ${complaint}`);
  return output
    .split('\n')
    .slice(0, roots.length)
    .map((line) => toListing(JSON.parse(line) as Record<string, Found>));
}

function toListing(paths: Readonly<Record<string, Found>>): Listing {
  return new Map(
    Object.entries(paths).map(([path, found]) => {
      const { type, mode, uid, gid, mtimeNs, target, device, content, inode, xattrs } = found;
      const attributes = {
        mode,
        uid,
        gid,
        mtimeSeconds: Number(mtimeNs) / 1e9,
        xattrs: new Map(Object.entries(xattrs)),
      };
      const contentHash = type === 'file' ? hashContent(Buffer.from(content, 'hex')) : '';
      const identity = type === 'directory' ? `directory ${path}` : inode;
      return [path, { type, attributes, isMtimeKnown: true, target, device, contentHash, identity }];
    }),
  );
}
