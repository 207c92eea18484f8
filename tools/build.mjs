// Builds dist/ from src/ with plain tsc, from a clean folder so that no file of an earlier build is shipped. Then the
// program is put together from its modules into a few files: loading them one by one took half of a cached run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { buildPage } from './build-page.mjs';
import { chunkByRun } from './chunk-by-run.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);
const tscBin = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tscBin, '-p', join(root, 'tsconfig.json')], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

// What was found by rules is kept under the digest of all that they are made of, what a build made of an image under the
// build's own digest.
const rulesId = digestModules(join(dist, 'secrets'));
writeFileSync(join(dist, 'secrets', 'rules-id.js'), `export const RULES_ID = '${rulesId}';\n`);
writeFileSync(
  join(dist, 'contents', 'cache', 'build-id.js'),
  `export const BUILD_ID = '${digestModules(dist)}';\n`,
);

// Our own rules' keywords, made ready once and not by each thread of each run.
const [{ makeRuleSet }, { encodeKeywords, readStoredKeywords }] = await Promise.all(
  ['rule-set.js', 'stored-keywords.js'].map((name) => import(join(dist, 'secrets', name))),
);
writeFileSync(join(dist, 'keywords.bin'), encodeKeywords(makeRuleSet().prepareKeywords(), rulesId));
if (readStoredKeywords() === undefined) throw new Error('what was stored of the keywords is not found');

// What the pages of docs/commands are written from: the commands, as they are before the program is put together.
const { describeProgram } = await import(join(dist, 'cli', 'help', 'describe-program.js'));
writeFileSync(join(dist, 'commands.json'), JSON.stringify(describeProgram()));

// The workers lie beside the program, where their URLs are looked for.
const bundle = await rolldown({
  input: {
    main: join(dist, 'cli', 'main.js'),
    'layer-worker': join(dist, 'contents', 'scan', 'layer-worker.js'),
    'compression-worker': join(dist, 'oci', 'compression', 'compression-worker.js'),
    'crew-worker': join(dist, 'context', 'crew', 'crew-worker.js'),
  },
  platform: 'node',
  // An entry may lie in a file with others, which then exports for them too.
  preserveEntrySignatures: false,
  // That a module which one run loads late is there early in another is what the files by run are for.
  checks: { ineffectiveDynamicImport: false },
  external: installedApart(require('../package.json')).map((name) => new RegExp(`^${name}(/|$)`)),
});
const bundled = join(dist, 'bundled');
await bundle.write({
  dir: bundled,
  format: 'esm',
  chunkFileNames: '[name].js',
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ name: chunkByRun(dist), debugName: 'by run' }],
  },
});
await bundle.close();
rmSync(join(dist, 'cli'), { recursive: true });
renameSync(bundled, join(dist, 'cli'));
const program = join(dist, 'cli', 'main.js');
chmodSync(program, 0o755);

// The help is what people start with: it is printed once here, and told from then on without the program behind it.
const help = spawnSync(process.execPath, [program, '--help'], { encoding: 'utf8' });
if (help.status !== 0) throw new Error(`the program prints no help: ${help.stderr}`);
writeFileSync(join(dist, 'help.txt'), help.stdout);

await buildPage(dist);

/** Packages that npm installs beside ours, or the user where a command asks for them. */
function installedApart({ dependencies, peerDependencies }) {
  return Object.keys({ ...dependencies, ...peerDependencies });
}

function digestModules(folder) {
  const digest = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true }).sort())
    if (file.endsWith('.js')) digest.update(file).update(readFileSync(join(folder, file)));
  return digest.digest('hex');
}
