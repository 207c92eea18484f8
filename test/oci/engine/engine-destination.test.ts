import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Environment } from '../../../src/oci/docker-config.ts';
import { openEngineDestination } from '../../../src/oci/engine/engine-destination.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer } from '../../support/layers.ts';
import { makeImage, writeImage } from '../../support/written-images.ts';

const IMAGE = makeImage([layer([file('a')]), layer([file('b', 'x'.repeat(3_000_000))])]);
const DIFF_IDS = IMAGE.layers.map(({ digest }) => digest!);

interface Loading {
  readonly environment: Environment;
  readonly seen: string[];
  sentBytes: number;
}

/** An engine that takes what it is sent, answers with a line, and shows layers under every name. */
async function startLoading(answer: string, shown: readonly string[], status = 200): Promise<Loading> {
  const socket = join(makeTemporaryFolder(), 'engine.sock');
  const loading: Loading = { environment: { DOCKER_HOST: `unix://${socket}` }, seen: [], sentBytes: 0 };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    if (path === '/_ping') return void response.setHeader('api-version', '1.41').end('OK');
    loading.seen.push(`${request.method} ${path}`);
    if (request.method === 'GET')
      return void response.end(
        JSON.stringify({
          Id: IMAGE.config.digest,
          Os: 'linux',
          Architecture: 'amd64',
          RootFS: { Layers: shown },
        }),
      );
    request.on('data', (piece: Buffer) => {
      loading.sentBytes += piece.length;
    });
    request.on('end', () => response.writeHead(status).end(answer));
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return loading;
}

async function write({ environment }: Loading): Promise<unknown> {
  const destination = await openEngineDestination('app:1', {}, environment);
  try {
    return await writeImage(destination, IMAGE);
  } finally {
    await destination.close();
    const left = readdirSync(tmpdir()).filter((name) =>
      name.startsWith(`plimsoll-load.tar.plimsoll-${process.pid}-`),
    );
    expect(left).toEqual([]);
  }
}

test('an image is loaded, and what the engine shows then is compared', async () => {
  const loading = await startLoading('{"stream":"Loaded image: app:1\\n"}\n', DIFF_IDS);
  expect(await write(loading)).toMatchObject({ digest: IMAGE.config.digest });
  expect(loading.seen).toEqual(['POST /v1.41/images/load?quiet=1', 'GET /v1.41/images/app%3A1/json']);
  expect(loading.sentBytes).toBeGreaterThan(3_000_000);
});

test.each<[string, string, readonly string[], number, string]>([
  [
    'says no within its answer',
    '{"stream":"..."}\n{"error":"no space left\\u0007"}\n',
    DIFF_IDS,
    200,
    'no space left',
  ],
  ['says no by its status', '{"message":"denied"}', DIFF_IDS, 500, 'denied'],
  ['shows another image', '{}', DIFF_IDS.toReversed(), 200, 'another image'],
])('an engine that %s is not believed', async (_, answer, shown, status, said) => {
  await expect(write(await startLoading(answer, shown, status))).rejects.toMatchObject({
    code: 'ENGINE_REFUSED',
    message: expect.stringContaining(said),
  });
});

test('a name that is none is refused before an engine is asked', async () => {
  await expect(openEngineDestination('A B')).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
});
