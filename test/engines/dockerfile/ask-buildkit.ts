// BuildKit's own Go code as an oracle: compiled out of a checkout, asked many questions at once.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A clone of moby/buildkit with its vendor folder. */
export const CHECKOUT = process.env.PLIMSOLL_BUILDKIT ?? '/work/peers/buildkit';
const PROGRAM = fileURLToPath(new URL('./buildkit-oracle.go', import.meta.url));

/** One question; `kind` chooses the code that answers. */
export interface Question {
  readonly kind: 'parse' | 'expand' | 'context';
  readonly text: string;
  readonly escape?: string;
  readonly env?: readonly string[];
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly RawQuotes?: boolean;
  readonly RawEscapes?: boolean;
  readonly SkipUnset?: boolean;
  readonly SkipQuotes?: boolean;
}

export interface GoInstruction {
  readonly keyword: string;
  readonly flags: readonly string[] | null;
  readonly args: readonly string[];
  readonly json: boolean;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly comments: readonly string[] | null;
  readonly heredocs:
    | readonly Readonly<{ name: string; fd: number; expand: boolean; chomp: boolean; content: string }>[]
    | null;
  readonly error: string;
}

export interface Answer {
  readonly error: string;
  readonly instructions: readonly GoInstruction[] | null;
  readonly stagesError: string;
  readonly stages:
    | readonly Readonly<{
        name: string;
        base: string;
        platform: string;
        commands: readonly string[] | null;
      }>[]
    | null;
  readonly result: string;
  readonly words: readonly string[] | null;
  readonly wordsError: string;
  readonly matched: readonly string[] | null;
  readonly unmatched: readonly string[] | null;
  readonly sent: boolean;
  readonly followPaths: readonly string[] | null;
  readonly images: readonly string[] | null;
}

/**
 * Whether Go and the checkout are there; where not, says so on stderr, or throws where PLIMSOLL_ENGINES is `required`, so that
 * a missing oracle never looks like a passed test.
 */
export function hasBuildkit(): boolean {
  const why = !existsSync(join(CHECKOUT, 'vendor'))
    ? `no checkout of moby/buildkit at ${CHECKOUT} (PLIMSOLL_BUILDKIT)`
    : spawnSync('go', ['version']).status === 0
      ? undefined
      : 'no go';
  if (why === undefined) return true;
  if (process.env['PLIMSOLL_ENGINES'] === 'required')
    throw new Error(`BuildKit's code cannot be asked: ${why}`);
  process.stderr.write(`\nSKIPPED, BuildKit's code cannot be asked: ${why}\n`);
  return false;
}

/** Compiles the oracle into a temporary folder; the checkout stays as it is. */
export function compileOracle(): { readonly program: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-buildkit-'));
  const overlay = join(folder, 'overlay.json');
  const program = join(folder, 'oracle');
  writeFileSync(
    overlay,
    JSON.stringify({ Replace: { [join(CHECKOUT, 'cmd/plimsoll-oracle/main.go')]: PROGRAM } }),
  );
  const args = ['build', '-mod=vendor', '-overlay', overlay, '-o', program, './cmd/plimsoll-oracle'];
  execFileSync('go', args, { cwd: CHECKOUT, stdio: 'pipe' });
  return { program, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Asks all questions in one run. */
export function askBuildkit(program: string, questions: readonly Question[]): readonly Answer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const { stdout, status, stderr } = spawnSync(program, { input, maxBuffer: 2 ** 31, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the oracle ended with ${status}: ${stderr.slice(0, 2000)}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}
