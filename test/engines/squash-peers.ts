// Other programs that squash images, each asked for the layers that it makes of a stack.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Digest, digestBytes, digestHex } from '../../src/oci/bytes/digest.ts';
import { type TarItem, writeTar } from '../../src/oci/tar/write-tar.ts';
import { file, layer, makeLayout } from '../support/layers.ts';
import { readLayerTars } from '../support/run-squash.ts';
import { must, runProgram } from './run-program.ts';

/** A Python that has docker-squash (`pip install docker-squash`). */
export const PYTHON = process.env['PLIMSOLL_DOCKER_SQUASH_PYTHON'] ?? 'python3';

/** The layers of the squashed image, or why there is none. */
export type PeerResult = { readonly tars: readonly Uint8Array[] } | { readonly refusal: string };

/** Squashes one stack into a folder of its own. */
export type Peer = (
  stack: readonly (readonly TarItem[])[],
  work: string,
  name: string,
) => Promise<PeerResult>;

/** `crane flatten`, at a registry. */
export function craneFlatten(host: string): Peer {
  return async (stack, work, name) => {
    const [input, output] = [join(work, 'in'), join(work, 'out')];
    await makeLayout(input, stack.map(layer));
    const reference = `${host}/peers/${name}`;
    await must('crane', ['push', '--insecure', input, `${reference}:in`]);
    const flatten = ['flatten', '--insecure', `${reference}:in`, '-t', `${reference}:out`];
    const { isDone, complaint } = await runProgram('crane', flatten);
    if (!isDone) return { refusal: complaint.trim() };
    await must('crane', ['pull', '--insecure', '--format', 'oci', `${reference}:out`, output]);
    const index = JSON.parse(await readFile(join(output, 'index.json'), 'utf8')) as {
      readonly manifests: readonly { readonly digest: Digest }[];
    };
    return { tars: readLayerTars(output, index.manifests[0]!.digest) };
  };
}

/** docker-squash, on an archive as Docker before 25 saves it. */
export const dockerSquash: Peer = async (stack, work) => {
  const tars = stack.map(layer);
  const [input, output, unpacked] = [join(work, 'in.tar'), join(work, 'out.tar'), join(work, 'unpacked')];
  await writeFile(input, saveAsDocker(tars));
  const script = fileURLToPath(new URL('docker-squash.py', import.meta.url));
  const { isDone, complaint } = await runProgram(PYTHON, [script, String(stack.length), input, output]);
  // One layer is squashed already, it says.
  if (complaint.includes('SquashUnnecessaryError')) return { tars };
  if (!isDone) return { refusal: complaint.trim().split('\n').at(-1) ?? '' };
  await mkdir(unpacked);
  await must('tar', ['-C', unpacked, '-xf', output]);
  const [{ Layers: names }] = JSON.parse(await readFile(join(unpacked, 'manifest.json'), 'utf8')) as [
    { readonly Layers: readonly string[] },
  ];
  return { tars: await Promise.all(names.map((name) => readFile(join(unpacked, name)))) };
};

function saveAsDocker(tars: readonly Uint8Array[]): Uint8Array {
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    history: tars.map((_, i) => ({ created_by: `step ${i}` })),
    rootfs: { type: 'layers', diff_ids: tars.map(digestBytes) },
  });
  const name = `${digestHex(digestBytes(Buffer.from(config)))}.json`;
  const layers = tars.map((_, i) => `layer${i}`);
  const manifest = [
    { Config: name, RepoTags: ['it:latest'], Layers: layers.map((each) => `${each}/layer.tar`) },
  ];
  return writeTar([
    file('manifest.json', JSON.stringify(manifest)),
    file(name, config),
    ...tars.flatMap((tar, i) => [
      file(`${layers[i]}/VERSION`, '1.0'),
      file(`${layers[i]}/json`, JSON.stringify({ id: layers[i], config: {}, container_config: {} })),
      file(`${layers[i]}/layer.tar`, tar),
    ]),
  ]);
}
