// Small images in a registry, and what a run says of them, as the input of a promotion.

import type {
  GenerationInput,
  GenerationMember,
} from '../../src/fleet/update/generations/generation-member.ts';
import type { PromoteOptions } from '../../src/fleet/update/generations/promote.ts';
import { digestBytes } from '../../src/oci/bytes/digest.ts';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { descriptorToJson } from '../../src/oci/image/descriptor-json.ts';
import { OCI_INDEX } from '../../src/oci/image/media-types.ts';
import { parseRegistryReference } from '../../src/oci/image/reference.ts';
import { openRegistryDestination } from '../../src/oci/registry/registry-destination.ts';
import type { RegistrySettings } from '../../src/oci/registry/settings.ts';
import { file, layer } from './layers.ts';
import { makeMemoryDocuments } from './memory-documents.ts';
import { makeFastSettings } from './registry-server.ts';
import { makeImage, never, writeImage } from './written-images.ts';

export const GENERATIONS = 'team/generations';

/** Pushes an image of a base layer and one of its own under its staging tag, and tells of it. */
export async function pushMember(
  host: string,
  name: string,
  version: string,
  settings: Partial<RegistrySettings> = makeFastSettings(),
): Promise<GenerationMember> {
  const id = `${host}/team/${name}:1`;
  const descriptor = await pushImage(host, `team/${name}`, `plimsoll-${version}`, version, settings);
  return toMember(id, `${host}/team/${name}`, descriptor, version);
}

/** Pushes the image alone. */
export async function pushImage(
  host: string,
  repository: string,
  tag: string,
  content: string,
  settings: Partial<RegistrySettings> = makeFastSettings(),
): Promise<Descriptor> {
  const image = makeImage([layer([file('base')]), layer([file('app', `${repository} ${content}`)])]);
  const destination = await openRegistryDestination({ host, repository, tag }, {}, settings);
  try {
    return await writeImage(destination, image);
  } finally {
    await destination.close();
  }
}

/** An image of two platforms: an index of two manifests. */
export async function pushIndexMember(
  host: string,
  name: string,
  version: string,
): Promise<GenerationMember> {
  const repository = `team/${name}`;
  const children: Descriptor[] = [];
  for (const architecture of ['amd64', 'arm64'])
    children.push(
      await pushImage(host, repository, `plimsoll-${architecture}`, `${version} ${architecture}`),
    );
  const manifests = ['amd64', 'arm64'].map((architecture, i) =>
    descriptorToJson({ ...children[i]!, platform: { os: 'linux', architecture } }),
  );
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
  const response = await fetch(`http://${host}/v2/${repository}/manifests/plimsoll-${version}`, {
    method: 'PUT',
    headers: { 'content-type': OCI_INDEX },
    body: bytes,
  });
  if (!response.ok) throw new Error(`the index was not taken: ${response.status}`);
  const digest = digestBytes(bytes);
  const member = toMember(
    `${host}/${repository}:1`,
    `${host}/${repository}`,
    { mediaType: OCI_INDEX, digest, sizeBytes: bytes.length },
    version,
  );
  const [platform] = member.platforms;
  return {
    ...member,
    platforms: children.map((child, i) => ({
      ...platform!,
      platform: ['linux/amd64', 'linux/arm64'][i]!,
      digest: child.digest,
    })),
  };
}

function toMember(id: string, repository: string, { digest }: Descriptor, version: string): GenerationMember {
  return {
    id,
    references: [id, id.replace(/:1$/, ':latest')],
    source: `${repository}@${digest}`,
    platforms: [
      {
        platform: 'linux/amd64',
        digest,
        key: `sha256:${'0'.repeat(60)}${version.padStart(4, '0').slice(-4)}`,
        how: 'rebuilt',
        at: '2026-01-01T00:00:00.000Z',
        reason: `version ${version}`,
      },
    ],
    bases: [],
  };
}

export function inputOf(...members: readonly GenerationMember[]): GenerationInput {
  return { members, failed: [] };
}

/** Options for a registry of a test; each has a journal of its own. */
export function promoteOptions(host: string, more: Partial<PromoteOptions> = {}): PromoteOptions {
  return {
    repository: `${host}/${GENERATIONS}`,
    store: makeMemoryDocuments(),
    keep: 3,
    mayMove: () => true,
    mayFail: () => false,
    signal: never(),
    settings: makeFastSettings(),
    // A registry that is away is not waited for.
    pausesMs: [],
    ...more,
  };
}

/** `repository tag` of a reference. */
export function splitReference(reference: string): readonly [repository: string, tag: string] {
  const { repository, tag = 'latest' } = parseRegistryReference(reference);
  return [repository, tag];
}
