// The images of real-images/Dockerfile, built where the engine does not have them yet, or all anew with
// PLIMSOLL_REBUILD_IMAGES=1. What the engine cannot make itself (programs, packages of apk) is made here and copied in.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOCKER } from '../docker-overlay2.ts';
import { must } from '../run-program.ts';
import { SPECS, TRANSACTIONS } from './build-rpms.ts';
import { MIRROR, SUITE } from './debian-roots.ts';
import { APK, makeApk } from './make-apk.ts';

const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
const CA_FILE = process.env['SSL_CERT_FILE'] ?? '/etc/ssl/certs/ca-certificates.crt';

/** The name that a target's image has in the engine. */
export function nameImage(target: string): string {
  return `plimsoll-test/packages-${target}`;
}

/** Builds what is missing, so that the targets' images are there. */
export async function buildImages(targets: readonly string[]): Promise<void> {
  const isAnew = process.env['PLIMSOLL_REBUILD_IMAGES'] === '1';
  const missing = targets.filter((target) => isAnew || !hasImage(nameImage(target)));
  if (missing.length === 0) return;
  if (!hasImage(BASE)) await importBase();
  const context = await mkdtemp(join(tmpdir(), 'plimsoll-images-'));
  try {
    await cp(join(dirname(fileURLToPath(import.meta.url)), 'real-images'), context, { recursive: true });
    for (const folder of ['apk', 'binaries', 'specs']) await mkdir(join(context, folder));
    await writeSpecs(join(context, 'specs'));
    if (missing.includes('apk')) await makeApks(join(context, 'apk'));
    if (missing.includes('go')) await buildGo(context);
    if (missing.includes('rust')) await buildRust(context);
    // Two at a time: apt's downloads wait for each other, and what comes after them does not.
    const left = [...missing];
    const build = async (): Promise<void> => {
      for (let target = left.shift(); target !== undefined; target = left.shift())
        await buildTarget(context, target, isAnew ? ['--no-cache'] : []);
    };
    await Promise.all([build(), build()]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

function hasImage(name: string): boolean {
  return spawnSync(DOCKER, ['image', 'inspect', name], { stdio: 'ignore' }).status === 0;
}

async function importBase(): Promise<void> {
  const script = `mmdebstrap --quiet --variant=minbase ${SUITE} - ${MIRROR} | ${DOCKER} import - ${BASE}`;
  await must('sh', ['-ec', script]);
}

async function buildTarget(context: string, target: string, options: readonly string[]): Promise<void> {
  const started = Date.now();
  await must('env', [
    ...['DOCKER_BUILDKIT=1', DOCKER, 'build', '--network', 'host', '--progress', 'plain', ...options],
    ...['--secret', `id=ca,src=${CA_FILE}`, '--build-arg', `BASE=${BASE}`],
    ...['--target', target, '--tag', nameImage(target), context],
  ]);
  process.stderr.write(`\nbuilt ${nameImage(target)} in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

async function writeSpecs(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(SPECS)) await writeFile(join(folder, `${name}.spec`), text);
  for (const [i, { pattern }] of TRANSACTIONS.entries())
    await writeFile(join(folder, `${i}.pattern`), `${pattern.source}\n`);
}

/** Packages 10 to 14, and a newer version of 11. */
async function makeApks(folder: string): Promise<void> {
  await must('cp', [(await must('which', [APK])).trim(), join(folder, 'apk')]);
  for (const i of [10, 11, 12, 13, 14]) await cp(await makeApk(folder, i), join(folder, `${i}.apk`));
  await cp(await makeApk(folder, 11, '9.9-r1'), join(folder, 'newer.apk'));
}

async function buildGo(context: string): Promise<void> {
  const folder = join(context, 'go');
  await mkdir(folder);
  await writeFile(
    join(folder, 'go.mod'),
    'module example.org/app\n\ngo 1.21\n\nrequire rsc.io/quote v1.5.2\n',
  );
  await writeFile(
    join(folder, 'main.go'),
    'package main\n\nimport "rsc.io/quote"\n\nfunc main() { println(quote.Hello()) }\n',
  );
  const output = join(context, 'binaries/go-app');
  const build = ['go', 'build', '-C', folder, '-mod=mod', '-trimpath', '-o', output, '.'];
  await must('env', ['CGO_ENABLED=0', ...build]);
}

async function buildRust(context: string): Promise<void> {
  const folder = join(context, 'rust');
  await mkdir(join(folder, 'src'), { recursive: true });
  await writeFile(
    join(folder, 'Cargo.toml'),
    '[package]\nname = "app"\nversion = "1.2.3"\nedition = "2021"\n[dependencies]\nitoa = "1"\nmemchr = "2"\n',
  );
  await writeFile(
    join(folder, 'src/main.rs'),
    'fn main() { println!("{:?}", memchr::memchr(b\'1\', itoa::Buffer::new().format(21).as_bytes())); }\n',
  );
  const manifest = join(folder, 'Cargo.toml');
  await must('cargo', ['auditable', 'build', '--release', '--manifest-path', manifest]);
  await cp(join(folder, 'target/release/app'), join(context, 'binaries/rust-app'));
}
