// A Docker Engine with containerd's image store, as Docker 28.5.2 (API 1.51) and 29 answer, and 27.5.1 (1.47), which knows no
// platforms in these requests: the answers' fields, which requests find an image, and what an export holds in which order.
import type { ServerResponse } from 'node:http';
import { type FakeEngine, startEngine } from './fake-engine.ts';
import {
  blobPath,
  describeImage,
  type FileTree,
  type IndexEntry,
  type MadeImage,
  makeIndex,
  packBlobs,
  packTar,
  REF_NAME,
  sha256,
  toMembers,
} from './image-files.ts';

/** One platform of an image in the store. */
export interface StoredPlatform {
  readonly image: MadeImage;
  readonly platform: Readonly<Record<string, string>>;
  /** Whether its blobs were pulled; a listed one need not be. */
  readonly isAvailable?: boolean;
}

export interface ContainerdSettings {
  readonly apiVersion?: string;
  /** Listed in this order, each with an attestation. */
  readonly platforms: readonly StoredPlatform[];
  /** Which of them the engine would run; the first where it is not given. */
  readonly own?: number;
  /** Leaves the index out: the only platform's manifest is the image, as `docker build` without attestations makes it. */
  readonly isSingle?: boolean;
  /** Changes the members of each export. */
  readonly exportOf?: (files: FileTree) => FileTree;
  /** Changes the answer to inspect. */
  readonly inspectAs?: (answer: object) => object;
}

export interface ContainerdEngine extends FakeEngine {
  /** The digest of the index, which is the image's id. */
  readonly id: string;
  /** The queries of the exports that were asked for. */
  exportQueries(): (string | null)[];
}

/** Starts one that has the image `app:1`. */
export async function startContainerdEngine(settings: ContainerdSettings): Promise<ContainerdEngine> {
  const listed = settings.platforms.map((some) => ({ ...some, attestation: makeAttestation(some.image) }));
  const index = makeIndex([
    ...listed.map(({ image, platform }) => describeImage(image, { platform })),
    ...listed.map(({ attestation }) => attestation.entry),
  ]);
  const top = settings.isSingle ? describeImage(listed[0]!.image) : index.entry;
  const own = listed[settings.own ?? 0]!;
  const knowsPlatforms = Number((settings.apiVersion ?? '1.51').split('.')[1]) >= 48;

  const inspect = (withManifests: boolean): object => {
    const config = JSON.parse(own.image.config.toString());
    const summaries = listed.flatMap(({ image, platform, isAvailable = true, attestation }) => [
      {
        ID: image.manifestDigest,
        Descriptor: settings.isSingle ? describeImage(image) : describeImage(image, { platform }),
        Available: isAvailable,
        Kind: 'image',
        Size: { Total: 1, Content: 1 },
        ImageData: { Platform: platform, Containers: null, Size: { Unpacked: 0 } },
      },
      {
        ID: attestation.entry.digest,
        Descriptor: attestation.entry,
        Available: isAvailable,
        Kind: 'attestation',
        AttestationData: { For: image.manifestDigest },
      },
    ]);
    return {
      Id: top.digest,
      RepoTags: ['app:1'],
      Architecture: config.architecture,
      Os: config.os,
      ...(config.variant === undefined ? {} : { Variant: config.variant }),
      Config: config.config,
      GraphDriver: { Data: null, Name: 'overlayfs' },
      RootFS: { Type: 'layers', Layers: config.rootfs.diff_ids },
      ...(knowsPlatforms ? { Descriptor: top } : {}),
      ...(withManifests && knowsPlatforms
        ? { Manifests: settings.isSingle ? [summaries[0]] : summaries }
        : {}),
    };
  };

  const packExport = (platform: string | null): Uint8Array => {
    const wanted = platform === null ? undefined : (JSON.parse(platform) as Record<string, string>);
    const fitting = listed.filter(
      (some) =>
        some.isAvailable !== false &&
        (wanted === undefined ||
          (some.platform['architecture'] === wanted['architecture'] && some.platform['os'] === wanted['os'])),
    );
    // The engine settles for one manifest of the platform.
    const chosen = wanted === undefined ? fitting : fitting.slice(0, 1);
    const files = {
      'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
      'index.json': JSON.stringify({
        schemaVersion: 2,
        manifests: [wanted ? describeImage(chosen[0]!.image) : top],
      }),
      'manifest.json': JSON.stringify([
        {
          Config: blobPath(chosen[0]!.image.configDigest),
          RepoTags: null,
          Layers: chosen[0]!.image.layers.map(({ digest }) => blobPath(digest)),
        },
      ]),
      ...packBlobs(
        chosen.map(({ image }) => image),
        [...chosen.flatMap(({ attestation }) => attestation.blobs), ...(wanted ? [] : [index.bytes])],
      ),
    };
    return packTar(toMembers(settings.exportOf?.(files) ?? files));
  };

  const sayOf = (withManifests: boolean): object => {
    const said = inspect(withManifests);
    return settings.inspectAs?.(said) ?? said;
  };
  const { Id: id } = sayOf(false) as { readonly Id: string };

  const answer = (url: URL, response: ServerResponse): boolean => {
    if (/^\/v[\d.]+\/info$/.test(url.pathname)) {
      response.end(JSON.stringify({ DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']] }));
      return true;
    }
    const [, name = '', action] = /^\/v[\d.]+\/images\/(.+)\/(json|get)$/.exec(url.pathname) ?? [];
    const isKnown = ['app:1', id].includes(decodeURIComponent(name));
    if (action === 'json' && isKnown) {
      response.end(JSON.stringify(sayOf(url.searchParams.get('manifests') === '1')));
    } else if (action === 'get' && isKnown)
      response.end(packExport(knowsPlatforms ? url.searchParams.get('platform') : null));
    else return false;
    return true;
  };
  const engine = await startEngine({
    names: {},
    apiVersion: settings.apiVersion ?? '1.51',
    intercept: answer,
  });
  const exportQueries = (): (string | null)[] =>
    engine.requests
      .filter((url) => url.includes('/get'))
      .map((url) => new URL(url, 'http://engine').searchParams.get('platform'));
  return { ...engine, id, exportQueries };
}

/** An attestation as buildx makes it, with as many layers as the image, and a config of no platform. */
function makeAttestation(image: MadeImage): {
  readonly entry: IndexEntry;
  readonly blobs: readonly Uint8Array[];
} {
  const statement = Buffer.from(JSON.stringify({ subject: image.manifestDigest }));
  const layer = {
    mediaType: 'application/vnd.in-toto+json',
    digest: sha256(statement),
    size: statement.length,
    annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
  };
  const layers = image.layers.map(() => layer);
  const config = Buffer.from(
    JSON.stringify({
      os: 'unknown',
      architecture: 'unknown',
      config: {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    }),
  );
  const configType = 'application/vnd.oci.image.config.v1+json';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: image.manifestType,
      config: { mediaType: configType, digest: sha256(config), size: config.length },
      layers,
    }),
  );
  const entry = {
    mediaType: image.manifestType,
    digest: sha256(manifest),
    size: manifest.length,
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      [REF_NAME]: '1',
      'vnd.docker.reference.digest': image.manifestDigest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
  };
  return { entry, blobs: [statement, config, manifest] };
}
