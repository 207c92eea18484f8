// Runs a command of the docs that names the reader's own images, with images and folders of the shop in their place.
import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { DocCommand } from './doc-commands.ts';
import { cacheOf } from './make-workshop.ts';
import { nameOf } from './parse-shown.ts';
import { runShown, type ShownRun } from './run-shown.ts';

/** Commands that are only parsed, and what they would need. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'update run': 'since it needs an engine and a registry',
  'update promote': 'since it needs an engine and a registry',
  'update rollback': 'since it needs an engine and a registry',
  'update status': 'since it needs an engine and a registry',
  'update watch': 'since it needs an engine and a registry',
  worker: 'since it needs a database, and does not end',
  lsp: 'since it needs an editor, and does not end',
};
const NEEDS: Readonly<Record<string, string>> = {
  '--verify': 'since it needs an engine',
  '--attach': 'since it needs a registry',
  '--ui': 'since it needs a terminal',
};

/** Names of images as the docs use them, without registry and transport, and what of the shop stands for them. */
const IMAGES: readonly (readonly [RegExp, string])[] = [
  [/^(debian:(12|12\.1|bookworm-slim)|base:1)$/, 'bases/debian'],
  [/^(debian:12\.2|base:2)$/, 'bases/debian-next'],
  [/^(my)?app:(dev|2|1\.5)$/, 'images/worker-dev'],
  [/^(my)?app:prod$/, 'images/worker'],
  [/^(my)?app(:(1|1\.4|latest))?$/, 'images/api'],
  [/^api:/, 'images/api'],
  [/^(web|tools):/, 'images/web'],
  [/^worker:/, 'images/worker'],
];
/** Whole arguments, and what of the workshop stands for them. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^docker-daemon:$|^docker:\/\/registry\.example(\.com)?(\/team)?\/?$|^SOURCE\.\.\.$/, 'images'],
  [/^\.\/images$/, 'images'],
  [/^(fleet|snapshot)\.json$/, 'fleet.json'],
  [/^snapshots\/$/, 'snapshots'],
  [/^images\.txt$/, 'images.txt'],
  [/^\.\.\/(other|other-repository|platform|shop)$|^\.\/repos$/, 'platform'],
  [/^(\.\/image|app)\.tar$/, 'app.tar'],
];
const WRITTEN = new Set(['-o', '--output', '--layout', '--certificate', '--write-known', '--key']);

/** Why a command is not run; undefined where it is. */
export function reasonNotToRun({ args }: DocCommand): string | undefined {
  const option = args.find((arg) => NEEDS[arg] !== undefined);
  return option === undefined ? NOT_RUN[nameOf(args)] : NEEDS[option];
}

/** What is run in its place, for a workshop and a folder for what is made. */
export function mapCommand({ args }: DocCommand, workshop: string, made: string): readonly string[] {
  const name = nameOf(args);
  const mapped = args.flatMap((arg, i) => mapArgument(arg, args[i - 1], { name, workshop, made }));
  return [...mapped, ...addedFor(name, args, workshop)];
}

/** Runs it in a copy of the project that it is about. */
export async function runMapped(
  command: DocCommand,
  workshop: string,
): Promise<ShownRun & { readonly line: string }> {
  const name = nameOf(command.args);
  const made = mkdtempSync(join(workshop, 'made-'));
  const project = name.startsWith('update') ? 'platform' : name === 'dockerfile split' ? 'stock' : 'api';
  cpSync(join(workshop, project), join(made, project), { recursive: true });
  const line = mapCommand(command, workshop, made);
  return { ...(await runShown(line, join(made, project), cacheOf(workshop))), line: line.join(' ') };
}

interface MappingPlace {
  readonly name: string;
  readonly workshop: string;
  readonly made: string;
}

function mapArgument(
  arg: string,
  before: string | undefined,
  { name, workshop, made }: MappingPlace,
): readonly string[] {
  if (WRITTEN.has(before ?? ''))
    return [isRewriting(name) && before === '-o' ? `oci:${made}/out` : join(made, 'written')];
  if (before === '--why' && name === 'image') return ['curl'];
  if (before === '--one-os') return ['most-used'];
  if (before === '--squash') return ['*'];
  if (name.startsWith('update') && before === '--image')
    return [arg.startsWith('debian') ? 'debian:12' : 'registry.example/shop/os:1'];
  if (name.startsWith('update') && before === '--if-changed') return [arg];
  if (before === '--move') return ['shop/web:*=shop/mail:1'];
  if (arg === 'IMAGE...') return ['web', 'worker'].map((image) => `oci:${workshop}/images/${image}`);
  if (arg === 'oci:build/layout') return [`oci:${workshop}/images/web`];
  const place = PLACES.find(([pattern]) => pattern.test(arg))?.[1];
  if (place !== undefined) return [join(workshop, place)];
  if (arg === 'docker-archive:app.tar') return [`docker-archive:${workshop}/app.tar`];
  const image = arg.replace(/^(docker:\/\/|docker-daemon:)/, '').replace(/^([\w.-]+\/)+(?=[^/]+$)/, '');
  const found = IMAGES.find(([pattern]) => pattern.test(image))?.[1];
  if (found === undefined) return [arg];
  // Rewriting takes as long as an image is large.
  return [`oci:${workshop}/${isRewriting(name) && found === 'images/api' ? 'images/mail' : found}`];
}

/** What stands in for an annotation that names the base, and for a registry that tells digests. */
function addedFor(name: string, args: readonly string[], workshop: string): readonly string[] {
  if (name === 'rebase' && !args.includes('--old-base'))
    return ['--old-base', `oci:${workshop}/bases/debian`];
  if (name === 'update plan' && !args.includes('--since')) return ['--offline'];
  return [];
}

function isRewriting(name: string): boolean {
  return ['squash', 'rebase', 'trim', 'relayer'].includes(name);
}
