// Images that are written here, read by others: skopeo, umoci, Docker, podman and a real registry.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { digestBytes, digestHex } from '../../src/oci/bytes/digest.ts';
import { CompressionPool } from '../../src/oci/compression/compression-pool.ts';
import { openEngineDestination } from '../../src/oci/engine/engine-destination.ts';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { descriptorToJson } from '../../src/oci/image/descriptor-json.ts';
import { OCI_LAYER_GZIP } from '../../src/oci/image/media-types.ts';
import { openDestination } from '../../src/oci/open-destination.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { dir, file, layer } from '../support/layers.ts';
import { fromBytes, type MadeImage, makeManifest, never, writeImage } from '../support/written-images.ts';
import { DOCKER } from './docker-overlay2.ts';
import { startPodman } from './podman-service.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { canRun, must } from './run-program.ts';

const hasSkopeo = canRun('skopeo', ['--version'], () => true);
const hasUmoci = canRun('umoci', ['--version'], () => true);
const hasDocker = canRun(DOCKER, ['info', '--format', '{{.Driver}}'], (said) => said.trim() !== '');
const hasPodman = canRun('podman', ['--version'], () => true);
const hasRegistry = canRun('docker-registry', ['--version'], () => true);

const CONTENT = randomBytes(20 * 1024 * 1024);
const TARS = [
  layer([dir('a'), file('a/large', CONTENT), file('a/text', 'words '.repeat(100_000))]),
  layer([dir('b'), file('b/small', 'small')]),
];
const NAME = `plimsoll-written-${process.pid}`;

/** An image with gzip layers, as the pool compresses them. */
async function makeGzipImage(): Promise<MadeImage> {
  const pool = new CompressionPool(0);
  const layers = [];
  for (const tar of TARS) {
    const pieces: Uint8Array[] = [];
    for await (const piece of pool.compress(fromBytes(tar).open(never()), never())) pieces.push(piece);
    layers.push(fromBytes(Buffer.concat(pieces), OCI_LAYER_GZIP));
  }
  const config = fromBytes(
    Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: { Cmd: ['/a/text'] },
        rootfs: { type: 'layers', diff_ids: TARS.map(digestBytes) },
        history: TARS.map((_, i) => ({ created_by: `step ${i}` })),
      }),
    ),
    'application/vnd.oci.image.config.v1+json',
  );
  return { layers, config, documents: [makeManifest(config as Descriptor, layers as Descriptor[])] };
}

let folder = '';
let image: MadeImage;
beforeAll(async () => {
  image = await makeGzipImage();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-writing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(text: string): Promise<Descriptor> {
  const destination = await openDestination(text);
  try {
    if (destination.layerForm === 'gzip') return await writeImage(destination, image);
    const layers = await Promise.all(image.layers.map((blob) => destination.writeBlob(blob, never())));
    await destination.writeBlob(image.config, never());
    const documents = [makeManifest(image.config as Descriptor, layers)];
    return await destination.commit({ documents }, never());
  } finally {
    await destination.close();
  }
}

/** What our own reader finds, whatever place it is. */
async function readDiffIds(text: string): Promise<readonly string[]> {
  const opened = await openImage(text, { platform: 'linux/amd64' });
  await opened.close();
  return opened.config.diffIds;
}

describe.runIf(hasSkopeo)('skopeo reads', () => {
  test.each(['oci:F/image:1.0', 'oci-archive:F/image.tar:app:1.0', 'docker-archive:F/image.tar:app:1.0'])(
    '%s',
    async (place) => {
      const text = place.replace('F', folder);
      await write(text);
      const { Layers } = JSON.parse(await must('skopeo', ['inspect', text])) as { Layers: string[] };
      expect(Layers).toHaveLength(2);
      const config = JSON.parse(await must('skopeo', ['inspect', '--config', text]));
      expect(config.rootfs.diff_ids).toEqual(TARS.map(digestBytes));
      await must('skopeo', ['copy', '--quiet', text, `dir:${folder}/copy`]);
      const copied = readdirSync(join(folder, 'copy'));
      for (const { digest } of image.layers)
        if (!place.startsWith('docker-archive')) expect(copied).toContain(digestHex(digest!));
      expect(await readDiffIds(text)).toEqual(TARS.map(digestBytes));
    },
  );

  test('an OCI archive as a docker-archive too', async () => {
    await write(`oci-archive:${folder}/image.tar:app:1.0`);
    await must('skopeo', [
      'copy',
      '--quiet',
      `docker-archive:${folder}/image.tar:app:1.0`,
      `dir:${folder}/d`,
    ]);
  });

  test('a layout to which it added an image itself, and to which we add another one', async () => {
    await write(`oci:${folder}/image:ours`);
    await must('skopeo', ['copy', '--quiet', `oci:${folder}/image:ours`, `oci:${folder}/image:theirs`]);
    await write(`oci:${folder}/image:again`);
    for (const tag of ['ours', 'theirs', 'again'])
      await must('skopeo', ['inspect', `oci:${folder}/image:${tag}`]);
  });
});

describe.runIf(hasUmoci)('umoci', () => {
  test('unpacks a layout that we wrote, and its gc removes nothing of it', async () => {
    await write(`oci:${folder}/image:1.0`);
    await must('umoci', ['gc', '--layout', `${folder}/image`]);
    await must('umoci', ['unpack', '--rootless', '--image', `${folder}/image:1.0`, `${folder}/bundle`]);
    expect(readFileSync(join(folder, 'bundle/rootfs/a/large')).equals(CONTENT)).toBe(true);
    expect(readFileSync(join(folder, 'bundle/rootfs/b/small'), 'utf8')).toBe('small');
  });
});

describe.runIf(hasDocker)('Docker', () => {
  afterEach(async () => {
    await must(DOCKER, ['image', 'rm', '--force', `${NAME}:1.0`]);
  });

  test.each(['docker-archive', 'oci-archive'])('loads an %s', async (kind) => {
    await write(`${kind}:${folder}/image.tar:${NAME}:1.0`);
    await must(DOCKER, ['load', '--quiet', '--input', `${folder}/image.tar`]);
    await expectLoaded();
  });

  test('is loaded through its API', async () => {
    await write(`docker-daemon:${NAME}:1.0`);
    await expectLoaded();
    expect(await readDiffIds(`docker-daemon:${NAME}:1.0`)).toEqual(TARS.map(digestBytes));
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('plimsoll-load.tar'))).toEqual([]);
  });

  test('takes nothing that is broken, and says so', async () => {
    const destination = await openEngineDestination(`${NAME}-broken:1.0`);
    const noTar = fromBytes(randomBytes(100_000));
    const config = fromBytes(
      Buffer.from(
        JSON.stringify({
          architecture: 'amd64',
          os: 'linux',
          rootfs: { type: 'layers', diff_ids: [noTar.digest] },
        }),
      ),
      'application/vnd.oci.image.config.v1+json',
    );
    await destination.writeBlob(noTar, never());
    await destination.writeBlob(config, never());
    const documents = [makeManifest(config as Descriptor, [noTar as Descriptor])];
    await expect(destination.commit({ documents }, never())).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
    });
    await destination.close();
  });

  async function expectLoaded(): Promise<void> {
    const format = ['--format', '{{json .RootFS.Layers}}'];
    const layers = JSON.parse(await must(DOCKER, ['image', 'inspect', ...format, `${NAME}:1.0`]));
    expect(layers).toEqual(TARS.map(digestBytes));
  }
});

describe.runIf(hasPodman)('podman', () => {
  test('is loaded through its API, and loads our archives', async () => {
    const podman = await startPodman(folder);
    try {
      const environment = { DOCKER_HOST: podman.address, HOME: folder };
      const destination = await openEngineDestination('localhost/written:1.0', {}, environment);
      const layers = await Promise.all(image.layers.map((blob) => destination.writeBlob(blob, never())));
      await destination.writeBlob(image.config, never());
      await destination.commit({ documents: [makeManifest(image.config as Descriptor, layers)] }, never());
      await destination.close();
      for (const kind of ['docker-archive', 'oci-archive']) {
        await write(`${kind}:${folder}/${kind}.tar:localhost/${kind}:1.0`);
        const loaded = await podman.run('load', '--quiet', '--input', `${folder}/${kind}.tar`);
        expect(loaded.complaint).toBe('');
      }
      const listed = await podman.run('images', '--format', '{{.Repository}}');
      for (const name of ['written', 'docker-archive', 'oci-archive'])
        expect(listed.output).toContain(`localhost/${name}`);
    } finally {
      await podman.stop();
    }
  });
});

describe.runIf(hasRegistry && hasSkopeo)('a real registry', () => {
  let service: RegistryService;
  let storage = '';
  beforeAll(async () => {
    storage = mkdtempSync(join(tmpdir(), 'plimsoll-registry-'));
    mkdirSync(join(storage, 'storage'));
    service = await startRegistryService(storage);
  });
  afterAll(async () => {
    await service.stop();
    rmSync(storage, { recursive: true, force: true });
  });
  const inspect = (name: string): Promise<string> =>
    must('skopeo', ['inspect', '--tls-verify=false', `docker://${service.host}/${name}`]);

  test('takes an image, which skopeo reads and copies', async () => {
    const { digest } = await write(`docker://${service.host}/team/app:1.0`);
    expect(JSON.parse(await inspect('team/app:1.0'))).toMatchObject({ Digest: digest });
    await must('skopeo', [
      'copy',
      '--quiet',
      '--src-tls-verify=false',
      `docker://${service.host}/team/app:1.0`,
      `dir:${folder}/copy`,
    ]);
    expect(await readDiffIds(`docker://${service.host}/team/app:1.0`)).toEqual(TARS.map(digestBytes));
  });

  test('mounts blobs of another repository, so that nothing is sent', async () => {
    await write(`docker://${service.host}/team/base:1.0`);
    const destination = await openDestination(`docker://${service.host}/team/mounted:1.0`);
    const mountFrom = { host: service.host, repository: 'team/base' };
    for (const blob of [...image.layers, image.config])
      await destination.writeBlob({ ...blob, mountFrom, open: () => expect.unreachable() }, never());
    await destination.commit({ documents: image.documents }, never());
    await destination.close();
    await inspect('team/mounted:1.0');
  });

  test('takes a blob of unknown digest in many chunks', async () => {
    const destination = await openDestination(`docker://${service.host}/team/chunks:1.0`);
    const large = Buffer.concat([CONTENT, CONTENT]);
    const { mediaType, open } = fromBytes(large);
    const written = await destination.writeBlob({ mediaType, open }, never());
    expect(written.digest).toBe(digestBytes(large));
    const response = await fetch(`http://${service.host}/v2/team/chunks/blobs/${written.digest}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(large)).toBe(true);
    await destination.close();
  });

  test('keeps an artifact about an image', async () => {
    const subject = await write(`docker://${service.host}/team/proven:1.0`);
    const destination = await openDestination(`docker://${service.host}/team/proven:1.0`);
    const empty = fromBytes(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');
    const proof = fromBytes(Buffer.from('{"proven":true}'), 'application/json');
    for (const blob of [empty, proof]) await destination.writeBlob(blob, never());
    const more = { artifactType: 'application/vnd.test', subject: descriptorToJson(subject) };
    const made = makeManifest(empty as Descriptor, [proof as Descriptor], more);
    await destination.attach!({ ...made, subject }, never());
    await destination.close();
    const tag = subject.digest.replace(':', '-');
    const response = await fetch(`http://${service.host}/v2/team/proven/manifests/${tag}`, {
      headers: { accept: 'application/vnd.oci.image.index.v1+json' },
    });
    expect(await response.json()).toMatchObject({ manifests: [{ digest: digestBytes(made.bytes) }] });
  });
});

test('gzip as other programs read it', async () => {
  for (const [i, { digest }] of image.layers.entries()) {
    expect(digest).not.toBe(digestBytes(gzipSync(TARS[i]!)));
    const at = join(folder, 'layer.gz');
    await write(`oci:${folder}/image${i}:x`);
    const blob = join(folder, `image${i}/blobs/sha256`, digestHex(digest!));
    expect(existsSync(blob)).toBe(true);
    await must('sh', ['-c', `cp ${blob} ${at} && gzip -t ${at} && gzip -dc ${at} > ${folder}/out`]);
    expect(readFileSync(`${folder}/out`).equals(TARS[i]!)).toBe(true);
  }
});
