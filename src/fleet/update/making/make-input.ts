// What a step that makes one image for one platform is told: all that it needs, as plain JSON, and no secret.
import { PlimsollError } from '../../../errors.ts';
import { type Digest, isDigest } from '../../../oci/bytes/digest.ts';
import type { Json } from '../../durable/durable-store.ts';
import type { ImageBuild } from '../graph/update-graph.ts';

/** One base of any stage, as this run has it. */
export interface MakeBase {
  /** The name in full, `HOST/PATH:TAG`, that the Dockerfile comes to; or the name of a named context. */
  readonly reference: string;
  /** What it means in this run: `HOST/PATH@DIGEST`. */
  readonly pull: string;
  /** Whether the final stage stands on it; needed for a rebase alone. */
  readonly isFinal?: boolean;
}

/** The image before. */
export interface PreviousImage {
  /** `HOST/PATH@DIGEST`. */
  readonly reference: string;
  readonly digest: Digest;
  /** What its final stage was built on, `HOST/PATH@DIGEST`, where that is known. */
  readonly base?: string;
}

/** The step's input. */
export interface MakeInput {
  /** The image's id. */
  readonly id: string;
  readonly platform: string;
  /** A rebase that is not proven becomes a rebuild, where there is a build. */
  readonly action: 'rebase' | 'rebuild';
  readonly build?: ImageBuild;
  readonly bases: readonly MakeBase[];
  readonly previous?: PreviousImage;
  /** Whether the engine's cache must not be used. */
  readonly noCache: boolean;
  /** Hosts, `HOST[:PORT]`, that may be asked for package indexes though they are no public mirrors. */
  readonly mirrors?: readonly string[];
  /** Where it is pushed: `HOST/PATH:TAG`, the tag made of the build key. */
  readonly staging: string;
}

/** The input as a step keeps it. */
export function makeInputToJson(input: MakeInput): Json {
  return JSON.parse(JSON.stringify(input)) as Json;
}

/** Reads it again; throws INTERNAL where it is none, as one of another version may be. */
export function readMakeInput(json: Json): MakeInput {
  const { id, platform, action, build, bases, previous, noCache, mirrors, staging } = fieldsOf(json);
  const known = previous === undefined ? undefined : readPrevious(previous);
  return {
    id: textOf(id, 'id'),
    platform: textOf(platform, 'platform'),
    action: action === 'rebase' ? 'rebase' : 'rebuild',
    ...(build === undefined || build === null ? {} : { build: readBuild(build) }),
    bases: listOf(bases, 'bases').map((base) => {
      const { reference, pull, isFinal } = fieldsOf(base);
      return {
        reference: textOf(reference, 'reference'),
        pull: textOf(pull, 'pull'),
        ...(isFinal === true ? { isFinal } : {}),
      };
    }),
    ...(known === undefined ? {} : { previous: known }),
    noCache: noCache === true,
    ...(mirrors === undefined
      ? {}
      : { mirrors: listOf(mirrors, 'mirrors').map((host) => textOf(host, 'mirrors')) }),
    staging: textOf(staging, 'staging'),
  };
}

function readPrevious(json: Json): PreviousImage {
  const { reference, digest, base } = fieldsOf(json);
  const text = textOf(digest, 'digest');
  if (!isDigest(text)) throw wrong('digest');
  return {
    reference: textOf(reference, 'reference'),
    digest: text,
    ...(base === undefined ? {} : { base: textOf(base, 'base') }),
  };
}

function readBuild(json: Json): ImageBuild {
  const build = fieldsOf(json);
  const { inlineDockerfile, target } = build;
  return {
    contextPath: textOf(build['contextPath'], 'contextPath'),
    dockerfilePath: textOf(build['dockerfilePath'], 'dockerfilePath'),
    ...(inlineDockerfile === undefined
      ? {}
      : { inlineDockerfile: textOf(inlineDockerfile, 'inlineDockerfile') }),
    ...(target === undefined ? {} : { target: textOf(target, 'target') }),
    args: textsOf(build['args'], 'args'),
    namedContexts: textsOf(build['namedContexts'], 'namedContexts'),
    secretIds: listOf(build['secretIds'], 'secretIds').map((id) => textOf(id, 'secretIds')),
    platforms: listOf(build['platforms'], 'platforms').map((platform) => textOf(platform, 'platforms')),
  };
}

type Fields = { readonly [name: string]: Json | undefined };

function fieldsOf(json: Json): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrong('an object');
  return json as Fields;
}

function textOf(json: Json | undefined, name: string): string {
  if (typeof json !== 'string') throw wrong(name);
  return json;
}

function listOf(json: Json | undefined, name: string): readonly Json[] {
  if (!Array.isArray(json)) throw wrong(name);
  return json;
}

function textsOf(json: Json | undefined, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(json ?? null)).map(([key, value]) => [key, textOf(value, name)]),
  );
}

function wrong(name: string): PlimsollError {
  return new PlimsollError('INTERNAL', `the step does not say what to make (${name})`, {
    hint: 'It was asked by another version of plimsoll; run the same one everywhere.',
  });
}
