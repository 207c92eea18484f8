// Building an image with any engine. What it is named by is read from what the engine wrote down (--iidfile, --metadata-file),
// never from what it printed.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { BuiltImage, Engine } from '../engine.ts';
import { readRecord, textAt } from '../finding/probe.ts';
import { type ChildOptions, runChild } from '../program/run-child.ts';
import { buildFailure } from './build-failure.ts';
import type { BuildRequest } from './build-request.ts';
import { buildctlArgs } from './buildctl-args.ts';
import { containersArgs } from './containers-args.ts';
import { dockerArgs } from './docker-args.ts';

/** Where a build writes what it made. */
export interface BuildNotes {
  readonly idPath: string;
  readonly metadataPath: string;
  /** The image itself, of buildctl. */
  readonly archivePath: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Builds; throws BUILD_FAILED, ENGINE_UNREACHABLE, ENGINE_REFUSED or ABORTED. */
export async function buildImage(engine: Engine, request: BuildRequest): Promise<BuiltImage> {
  if (request.namedContexts !== undefined && !engine.features.namedContexts)
    throw refused(engine, 'it takes no named contexts');
  if (request.secrets !== undefined && !engine.features.mounts) throw refused(engine, 'it mounts no secrets');
  // A path that begins with a dash would be an option, and `-` would be stdin.
  const absolute: BuildRequest = {
    ...request,
    contextFolder: resolve(request.contextFolder),
    dockerfilePath: resolve(request.dockerfilePath),
  };
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-build-'));
  const notes: BuildNotes = {
    idPath: join(folder, 'id'),
    metadataPath: join(folder, 'metadata.json'),
    archivePath: join(folder, 'image.tar'),
  };
  let isKept = false;
  try {
    const outcome = await runChild(
      engine.program,
      argsFor(engine, absolute, notes),
      childOptions(engine, request),
    );
    if (outcome.exitCode !== 0) throw buildFailure(engine, request.dockerfilePath, outcome);
    const image = await readNotes(engine, notes);
    isKept = image.archivePath !== undefined;
    return image;
  } finally {
    if (!isKept) await rm(folder, { recursive: true, force: true });
  }
}

function argsFor(engine: Engine, request: BuildRequest, notes: BuildNotes): readonly string[] {
  switch (engine.kind) {
    case 'buildctl':
      return buildctlArgs(request, notes);
    case 'podman':
    case 'buildah':
      return containersArgs(request, notes);
    default:
      return dockerArgs(engine.kind, request, notes);
  }
}

function childOptions(engine: Engine, { signal, onLine }: BuildRequest): ChildOptions {
  const buildKit = engine.kind === 'buildx' || engine.kind === 'docker-buildkit' ? '1' : '0';
  return {
    env: engine.kind.startsWith('docker') ? { ...engine.env, DOCKER_BUILDKIT: buildKit } : engine.env,
    ...(signal === undefined ? {} : { signal }),
    ...(onLine === undefined ? {} : { onLine }),
  };
}

async function readNotes(engine: Engine, notes: BuildNotes): Promise<BuiltImage> {
  const metadata = engine.features.metadataFile ? readRecord(await read(notes.metadataPath)) : undefined;
  const manifestDigest = digestOf(textAt(metadata, 'containerimage.digest'));
  const inMetadata = digestOf(textAt(metadata, 'containerimage.config.digest'));
  const id = engine.kind === 'buildctl' ? inMetadata : digestOf(withName(await read(notes.idPath)));
  if (id === undefined || (engine.kind === 'buildctl' && manifestDigest === undefined))
    throw refused(engine, 'it does not say which image it made');
  return {
    engine,
    id,
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    ...(engine.kind === 'buildctl' ? { archivePath: notes.archivePath } : {}),
  };
}

/** Older versions of buildah write the bare hexadecimal digits. */
function withName(id: string): string {
  return /^[0-9a-f]{64}$/.test(id.trim()) ? `sha256:${id.trim()}` : id.trim();
}

function digestOf(text: string | undefined): string | undefined {
  return text !== undefined && DIGEST.test(text) ? text : undefined;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

function refused(engine: Engine, message: string): PlimsollError {
  return new PlimsollError('ENGINE_REFUSED', message, {
    subject: `${engine.program} ${engine.version}`,
    hint: 'Choose another engine, or a newer one.',
  });
}
