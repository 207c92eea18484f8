// Builds the small Go program beside this file against the peers' folders, and asks it.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder in which patternmatcher, fsutil and buildah lie. */
export const PEERS = process.env['PLIMSOLL_PEERS'] ?? '';

export interface Question {
  readonly Op:
    | 'readall'
    | 'glob'
    | 'regexp'
    | 'any parent'
    | 'one parent'
    | 'last match'
    | 'walk'
    | 'archive'
    | 'follow'
    | 'copy';
  readonly Bytes?: string;
  readonly Pattern?: string;
  readonly Text?: string;
  readonly Patterns?: readonly string[];
  readonly Includes?: readonly string[];
  readonly Paths?: readonly string[];
  readonly Folder?: string;
}

export interface Answer {
  readonly Error: boolean;
  readonly Message?: string;
  readonly Matched?: readonly boolean[];
  readonly Broken?: readonly boolean[];
  readonly Paths?: readonly string[];
  readonly Emptied?: readonly string[];
}

const VENDORED = 'buildah/vendor/go.podman.io/storage/pkg/fileutils';

/** The program's path; builds it in a new temporary folder. */
export function buildOracle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-oracle-'));
  cpSync(fileURLToPath(new URL('./oracle/main.go', import.meta.url)), join(folder, 'main.go'));
  mkdirSync(join(folder, 'podman'));
  for (const name of ['fileutils.go', 'exists_unix.go']) {
    const text = readFileSync(join(PEERS, VENDORED, name), 'utf8');
    writeFileSync(join(folder, 'podman', name), text.replace(/^package fileutils$/m, 'package podman'));
  }
  writeFileSync(
    join(folder, 'go.mod'),
    `module example.org/oracle

go 1.25.0

require (
	github.com/moby/go-archive v0.1.0
	github.com/moby/patternmatcher v0.6.1
	github.com/sirupsen/logrus v1.9.3
	github.com/tonistiigi/fsutil v0.0.0
)

replace github.com/moby/patternmatcher => ${PEERS}/patternmatcher
replace github.com/tonistiigi/fsutil => ${PEERS}/fsutil
`,
  );
  runGo(folder, ['build', '-mod=mod', '-o', 'oracle', '.']);
  return join(folder, 'oracle');
}

/** Likewise for buildah's copier, which builds only inside buildah's own folder: the program is laid over it. */
export function buildCopier(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-copier-'));
  const buildah = join(PEERS, 'buildah');
  const program = fileURLToPath(new URL('./oracle/copier/main.go', import.meta.url));
  const overlay = join(folder, 'overlay.json');
  writeFileSync(overlay, JSON.stringify({ Replace: { [join(buildah, 'cmd/oracle/main.go')]: program } }));
  runGo(buildah, [
    'build',
    '-mod=vendor',
    `-overlay=${overlay}`,
    '-tags=exclude_graphdriver_btrfs,exclude_graphdriver_devicemapper,containers_image_openpgp',
    `-o=${join(folder, 'copier')}`,
    './cmd/oracle',
  ]);
  return join(folder, 'copier');
}

/** All answers, in the order of the questions. */
export function askOracle(program: string, questions: readonly Question[]): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\n');
      if (code !== 0 || lines.length !== questions.length)
        reject(
          new Error(`the oracle ended with ${code} after ${lines.length} of ${questions.length} answers`),
        );
      else resolve(lines.map((line) => JSON.parse(line) as Answer));
    });
    child.stdin.on('error', reject);
    child.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  });
}

function runGo(folder: string, arguments_: readonly string[]): void {
  const built = spawnSync('go', arguments_, { cwd: folder, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`go build failed: ${built.stderr}`);
}
