// A Docker Engine of a few answers: a real HTTP server on a unix socket that replays an image and its export.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import type { Environment } from '../../src/oci/docker-config.ts';
import { type MadeImage, makeTemporaryFolder } from './image-files.ts';

export interface FakeEngineSettings {
  readonly apiVersion?: string;
  readonly names: Readonly<Record<string, EngineImage>>;
  /** A pause between the pieces of an export. */
  readonly pauseMs?: number;
  /** Answers a request itself where it returns true. */
  readonly intercept?: (url: URL, response: ServerResponse) => boolean;
  readonly tcp?: boolean;
}

export interface EngineImage {
  readonly image: MadeImage;
  readonly exported: Uint8Array;
  readonly id?: string;
  readonly inspect?: object;
  readonly history?: readonly object[];
}

export interface FakeEngine {
  readonly address: string;
  readonly socketPath: string;
  /** What points a client here. */
  readonly environment: Environment;
  /** Every request, as path and query. */
  readonly requests: string[];
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts it; it stops after the tests of the file. */
export async function startEngine(settings: FakeEngineSettings): Promise<FakeEngine> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const url = new URL(request.url ?? '', 'http://engine');
    if (settings.intercept?.(url, response)) return;
    void answer(settings, url, response);
  });
  const folder = makeTemporaryFolder();
  const socketPath = join(folder, 'engine.sock');
  await new Promise<void>((resolve) => {
    if (settings.tcp) server.listen(0, '127.0.0.1', resolve);
    else server.listen(socketPath, resolve);
  });
  servers.push(server);
  const address = settings.tcp
    ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
    : `unix://${socketPath}`;
  return { address, socketPath, environment: { DOCKER_HOST: address, HOME: folder }, requests };
}

async function answer(settings: FakeEngineSettings, url: URL, response: ServerResponse): Promise<void> {
  if (url.pathname === '/_ping') {
    response.setHeader('api-version', settings.apiVersion ?? '1.41');
    return void response.end('OK');
  }
  const [, name = '', action] = /^\/v\d+\.\d+\/images\/(.+)\/(json|history|get)$/.exec(url.pathname) ?? [];
  const wanted = decodeURIComponent(name);
  const found = Object.entries(settings.names).find(
    ([key, some]) => key === wanted || (some.id ?? some.image.configDigest) === wanted,
  )?.[1];
  if (found === undefined) {
    response.statusCode = 404;
    return void response.end(JSON.stringify({ message: `No such image: ${wanted}` }));
  }
  if (action === 'get') return streamExport(settings, found, response);
  response.end(JSON.stringify(action === 'json' ? inspect(found) : historyOf(found)));
}

async function streamExport(
  settings: FakeEngineSettings,
  { exported }: EngineImage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('content-type', 'application/x-tar');
  // Pieces that fit no block, so that every border is crossed.
  for (let offset = 0; offset < exported.length && !response.destroyed; offset += 777) {
    if (!response.write(exported.subarray(offset, offset + 777)))
      await new Promise<void>((resolve) => {
        const go = (): void => {
          response.off('drain', go).off('close', go);
          resolve();
        };
        response.on('drain', go).on('close', go);
      });
    if (settings.pauseMs !== undefined) await sleep(settings.pauseMs);
  }
  response.end();
}

function inspect({ image, id, inspect: more }: EngineImage): object {
  const config = JSON.parse(image.config.toString());
  return {
    Id: id ?? image.configDigest,
    RepoTags: ['app:1'],
    Created: config.created,
    Architecture: config.architecture,
    Os: config.os,
    ...(config.variant === undefined ? {} : { Variant: config.variant }),
    Config: config.config,
    RootFS: { Type: 'layers', Layers: config.rootfs.diff_ids },
    ...more,
  };
}

function historyOf({ image, history }: EngineImage): readonly object[] {
  if (history !== undefined) return history;
  const config = JSON.parse(image.config.toString()) as { history: { created_by: string }[] };
  return config.history
    .map((step) => ({
      Id: '<missing>',
      Created: 1767323045,
      CreatedBy: step.created_by,
      Size: 10,
      Comment: '',
    }))
    .toReversed();
}
