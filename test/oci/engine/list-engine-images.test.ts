// All images of an engine, with what it tells of their layers.
import { describe, expect, test } from 'vitest';
import { listEngineImages } from '../../../src/oci/engine/list-engine-images.ts';
import { type FakeEngineSettings, startEngine } from '../../support/fake-engine.ts';
import { makeImage, makeLayer } from '../../support/image-files.ts';

const ONE = makeImage();
const OTHER = makeImage({
  layers: [makeLayer({ x: 'x' })],
  platform: { os: 'linux', architecture: 'arm64' },
});

function start(images: unknown, names: FakeEngineSettings['names']) {
  return startEngine({
    names,
    intercept: (url, response) => {
      if (!url.pathname.endsWith('/images/json')) return false;
      response.end(JSON.stringify(images));
      return true;
    },
  });
}

describe('an engine', () => {
  test('lists its images of every platform, and how large their layers are where that is certain', async () => {
    const engine = await start(
      [
        { Id: ONE.configDigest, RepoTags: ['app:1', 'app:2'] },
        { Id: OTHER.configDigest, RepoTags: ['<none>:<none>'] },
      ],
      {
        one: { image: ONE, exported: Buffer.alloc(0) },
        other: { image: OTHER, exported: Buffer.alloc(0), history: [] },
      },
    );
    const listed = await listEngineImages({}, engine.environment);
    expect(listed.map(({ names, plainBytes, image }) => [names, plainBytes, image.reference])).toEqual([
      [['app:1', 'app:2'], [10, 10], `docker-daemon:${ONE.configDigest}`],
      [[], undefined, `docker-daemon:${OTHER.configDigest}`],
    ]);
    expect(listed[0]!.image.layers.map(({ diffId }) => diffId)).toEqual(
      ONE.layers.map(({ diffId }) => diffId),
    );
    expect(engine.requests.some((path) => path.includes('/get'))).toBe(false);
  });

  test('leaves out with a notice what it cannot tell, and what is no image', async () => {
    const notices: string[] = [];
    const engine = await start(
      [
        null,
        { Id: 'x' },
        { Id: OTHER.configDigest, RepoTags: null },
        { Id: ONE.configDigest, RepoTags: [1, 'app:1'] },
      ],
      { one: { image: ONE, exported: Buffer.alloc(0) } },
    );
    const listed = await listEngineImages({ onNotice: (line) => notices.push(line) }, engine.environment);
    expect(listed.map(({ names }) => names)).toEqual([['app:1']]);
    expect(notices).toEqual([
      expect.stringMatching(/^sha256:\w+ is left out \(the engine has no such image/),
    ]);
  });

  test('is refused where it gives no list, or is not there', async () => {
    const engine = await start({}, {});
    await expect(listEngineImages({}, engine.environment)).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
    const nowhere = { DOCKER_HOST: `unix://${engine.socketPath}.not`, HOME: '/nonexistent' };
    await expect(listEngineImages({}, nowhere)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });
});
