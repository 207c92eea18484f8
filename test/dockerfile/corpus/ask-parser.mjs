// BuildKit's own parser, compiled out of a checkout as test/engines/dockerfile does it, and asked about many texts at once.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKOUT = process.env['PLIMSOLL_BUILDKIT'] ?? '/work/peers/buildkit';
const PROGRAM = fileURLToPath(new URL('../../engines/dockerfile/buildkit-oracle.go', import.meta.url));
const AT_ONCE = 500;

/** Why it cannot be asked; undefined where it can. */
export function whyNoParser() {
  if (!existsSync(join(CHECKOUT, 'vendor'))) return `no checkout of moby/buildkit at ${CHECKOUT}`;
  return spawnSync('go', ['version']).status === 0 ? undefined : 'no go';
}

/** A function from texts to instructions (`null` where BuildKit refuses the text); `remove` takes the program away. */
export function compileParser() {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-buildkit-'));
  const overlay = join(folder, 'overlay.json');
  const program = join(folder, 'oracle');
  const replaced = { [join(CHECKOUT, 'cmd/plimsoll-oracle/main.go')]: PROGRAM };
  writeFileSync(overlay, JSON.stringify({ Replace: replaced }));
  const args = ['build', '-mod=vendor', '-overlay', overlay, '-o', program, './cmd/plimsoll-oracle'];
  execFileSync('go', args, { cwd: CHECKOUT, stdio: 'pipe' });
  return {
    parse: (texts) => {
      const answers = [];
      for (let at = 0; at < texts.length; at += AT_ONCE)
        answers.push(...ask(program, texts.slice(at, at + AT_ONCE)));
      return answers;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ask(program, texts) {
  const input = texts.map((text) => `${JSON.stringify({ kind: 'parse', text })}\n`).join('');
  const { stdout, status, stderr } = spawnSync(program, { input, maxBuffer: 2 ** 30, encoding: 'utf8' });
  if (status !== 0) throw new Error(`BuildKit's parser ended with ${status}: ${stderr.slice(0, 2000)}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ error, instructions, stagesError }) => ({
      refused: error !== '',
      isBuildable:
        error === '' && stagesError === '' && (instructions ?? []).every((each) => each.error === ''),
      instructions: error === '' ? (instructions ?? []) : [],
    }));
}
