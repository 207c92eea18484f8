// Docker-archives made in code, in the forms that `docker save` and podman write.
import type { Digest } from '../../src/oci/bytes/digest.ts';
import {
  blobPath,
  describeImage,
  hexOf,
  type MadeImage,
  makeImage,
  packLayout,
  type RawMember,
  REF_NAME,
  sha256,
  toMembers,
} from './image-files.ts';

/** A docker-archive as Docker 25 and later write it: plain layers as blobs, index.json and manifest.json. */
export function packModernSave(image: MadeImage, repoTags: readonly string[] = ['app:1']): RawMember[] {
  const plain = makeImage({
    layers: image.layers.map((layer) => ({
      ...layer,
      stored: layer.tar,
      digest: layer.diffId,
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
    })),
    config: JSON.parse(image.config.toString()) as object,
  });
  const annotations = repoTags.map((tag) => ({
    'io.containerd.image.name': `docker.io/library/${tag}`,
    [REF_NAME]: tag.slice(tag.indexOf(':') + 1),
  }));
  return toMembers({
    ...packLayout(
      [plain],
      annotations.map((some) => describeImage(plain, { annotations: some })),
    ),
    'manifest.json': JSON.stringify([
      {
        Config: blobPath(plain.configDigest),
        RepoTags: repoTags,
        Layers: plain.layers.map((layer) => blobPath(layer.digest)),
      },
    ]),
  });
}

/** A docker-archive as Docker wrote it up to 24: a folder a layer, named by its v1 id, repeats as links, in path order. */
export function packLegacySave(image: MadeImage, repoTags: readonly string[] = ['app:1']): RawMember[] {
  const config = JSON.parse(image.config.toString()) as { config: object; architecture: string; os: string };
  const members: RawMember[] = [];
  const firstOf = new Map<Digest, string>();
  const paths: string[] = [];
  let parent: string | undefined;
  let chainId = '';
  for (const [index, layer] of image.layers.entries()) {
    chainId = chainId === '' ? layer.diffId : sha256(`${chainId} ${layer.diffId}`);
    const isTop = index === image.layers.length - 1;
    const fields = isTop
      ? {
          architecture: config.architecture,
          config: config.config,
          created: '2026-01-02T03:04:05Z',
          os: config.os,
        }
      : { container_config: { Hostname: '', Cmd: null }, created: '1970-01-01T00:00:00Z' };
    const hashed = {
      ...fields,
      layer_id: chainId,
      ...(parent === undefined ? {} : { parent: `sha256:${parent}` }),
    };
    const id = hexOf(sha256(sortKeys(hashed)));
    const json = { id, ...(parent === undefined ? {} : { parent }), ...fields, os: config.os };
    const path = `${id}/layer.tar`;
    const first = firstOf.get(layer.diffId);
    members.push(
      { name: `${id}/`, type: '5' },
      { name: `${id}/VERSION`, body: '1.0' },
      { name: `${id}/json`, body: JSON.stringify(json) },
      first === undefined ? { name: path, body: layer.tar } : { name: path, type: '2', link: `../${first}` },
    );
    if (first === undefined) firstOf.set(layer.diffId, path);
    paths.push(path);
    parent = id;
  }
  const name = `${hexOf(image.configDigest)}.json`;
  members.push({ name, body: image.config });
  members.sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    ...members,
    { name: 'manifest.json', body: JSON.stringify([{ Config: name, RepoTags: repoTags, Layers: paths }]) },
    { name: 'repositories', body: '{}' },
  ];
}

/** A docker-archive as podman and skopeo write it: layers named by diffId, old names as links to them. */
export function packPodmanSave(image: MadeImage, repoTags: readonly string[] = ['app:1']): RawMember[] {
  const members: RawMember[] = [];
  const linked: string[] = [];
  for (const [index, layer] of image.layers.entries()) {
    const name = `${hexOf(layer.diffId)}.tar`;
    const folder = hexOf(sha256(`${index} ${name}`));
    if (!members.some((member) => member.name === name)) members.push({ name, body: layer.tar });
    members.push({ name: `${folder}/layer.tar`, type: '2', link: `../${name}` });
    linked.push(`${folder}/layer.tar`);
  }
  const config = `${hexOf(image.configDigest)}.json`;
  members.push({ name: config, body: image.config });
  members.push({
    name: 'manifest.json',
    body: JSON.stringify([{ Config: config, RepoTags: repoTags, Layers: linked }]),
  });
  return members;
}

/** JSON with the keys of the outer object in order, as Go writes a map. */
function sortKeys(fields: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
