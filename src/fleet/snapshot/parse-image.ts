// One image of a snapshot's file form, and its layers (schema/fleet-snapshot.json).
import type { Digest } from '../../oci/bytes/digest.ts';
import type { Platform } from '../../oci/image/descriptor.ts';
import type { FleetDocument, FleetImage } from './fleet-snapshot.ts';
import type { KnownLayer } from './layer-table.ts';
import { invalidFleet, readBytes, readDigest, readObject, readText, readTexts } from './read-json.ts';

/** An image has at most this many layers; engines take 127. */
const LAYERS_OF_IMAGE_LIMIT = 10_000;
const DOCUMENT_LIMIT = 100;

/** Architectures that people write otherwise than Go does. */
const GO_ARCHITECTURES: Readonly<Record<string, string>> = {
  arm32: 'arm',
  x64: 'amd64',
  x86_64: 'amd64',
  aarch64: 'arm64',
};

/** An image whose layers are still as the file has them. */
export interface ParsedImage {
  readonly image: Omit<FleetImage, 'name' | 'layers'> & { readonly name?: string };
  /** Either numbers into the file's own list, or layers one by one. */
  readonly layers: readonly unknown[];
}

/** Reads an image; throws FLEET_INVALID. */
export function parseImage(json: unknown): ParsedImage {
  const object = readObject(json, 'an image');
  const repository = readText(object['repository'], "an image's repository");
  const name = readText(object['name'], "an image's name");
  if (repository === undefined && name === undefined) throw invalidFleet('an image has no repository');
  const what = name ?? repository ?? '';
  const layers = object['layers'];
  if (!Array.isArray(layers)) throw invalidFleet(`${what} has no layers`);
  if (layers.length > LAYERS_OF_IMAGE_LIMIT)
    throw invalidFleet(`${what} has more than ${LAYERS_OF_IMAGE_LIMIT} layers`);
  const reference = readText(object['reference'], `the reference of ${what}`);
  const documents = parseDocuments(object['documents'], what);
  return {
    image: {
      ...(name === undefined ? {} : { name }),
      repository: repository ?? name ?? '',
      tags: readTexts(object['tags'], `the tags of ${what}`),
      digest: readDigest(object['digest'], `the digest of ${what}`),
      platform: parsePlatform(object, what),
      osVersion: readText(object['osVersion'], `the osVersion of ${what}`),
      created: readText(object['created'], `the date of ${what}`),
      base: readText(object['base'], `the base of ${what}`),
      dockerfile: readText(object['dockerfile'], `the Dockerfile of ${what}`),
      ...(reference === undefined ? {} : { reference }),
      ...(documents === undefined ? {} : { documents }),
    },
    layers,
  };
}

/** Reads a layer, `[DIGEST, SHIPPED_BYTES, DIFF_ID, ENTRY_BYTES, DISK_BYTES]`, of which all but the first may be missing; throws FLEET_INVALID. */
export function parseLayer(json: unknown): KnownLayer {
  if (!Array.isArray(json)) throw invalidFleet('a layer is no list of a digest and a number of bytes');
  const digest = readDigest(json[0], 'a layer');
  if (digest === undefined) throw invalidFleet('a layer has no digest');
  return {
    digest,
    shippedBytes: readBytes(json[1], `the size of ${digest}`),
    diffId: readDigest(json[2], `the diffId of ${digest}`),
    entryBytes: readBytes(json[3], `the entryBytes of ${digest}`),
    diskBytes: readBytes(json[4], `the diskBytes of ${digest}`),
  };
}

/** Images of a fleet share few platforms, and each is one object. */
const PLATFORMS = new Map<string, Platform>();

function parsePlatform(object: Readonly<Record<string, unknown>>, what: string): Platform {
  const read = (key: string): string | undefined =>
    readText(object[key], `the ${key} of ${what}`)?.toLowerCase();
  const stated = read('architecture') ?? '';
  const [os, architecture, variant] = [
    read('os') ?? 'linux',
    GO_ARCHITECTURES[stated] ?? stated,
    read('variant'),
  ];
  const osVersion = readText(object['os.version'], `the os.version of ${what}`);
  const key = JSON.stringify([os, architecture, variant, osVersion]);
  const known = PLATFORMS.get(key);
  if (known !== undefined) return known;
  const platform = {
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { osVersion }),
  };
  if (PLATFORMS.size < 1000) PLATFORMS.set(key, platform);
  return platform;
}

function parseDocuments(json: unknown, what: string): readonly FleetDocument[] | undefined {
  if (json === undefined || json === null) return undefined;
  if (!Array.isArray(json) || json.length > DOCUMENT_LIMIT)
    throw invalidFleet(`the documents of ${what} are no list`);
  return json.map((item: unknown) => {
    if (!Array.isArray(item)) throw invalidFleet(`a document of ${what} is no list`);
    const digest: Digest | undefined = readDigest(item[0], `a document of ${what}`);
    const sizeBytes = readBytes(item[1], `a document of ${what}`);
    if (digest === undefined || sizeBytes === undefined)
      throw invalidFleet(`a document of ${what} has no size`);
    return { digest, sizeBytes };
  });
}
