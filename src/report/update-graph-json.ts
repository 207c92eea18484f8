// The JSON of `plimsoll update graph` (schema/update-graph.json). Paths are told from the root; of arguments only the names are.
import { relative, sep } from 'node:path';
import type { BaseUse, UpdateImage } from '../fleet/update/graph/update-graph.ts';
import type { UpdateGraphReport } from './update-graph-report.ts';
import { compact, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** What `update graph --format json` prints, in pieces; together they end with a newline. */
export function formatUpdateGraphJson({ graph, waves, waveCount }: UpdateGraphReport): Iterable<string> {
  const pathOf = (path: string): string => relative(graph.root, path).split(sep).join('/') || '.';
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    waves: waveCount,
    images: new WrittenItems(writeImages()),
    uses: new WrittenItems(writeUses()),
    findings: graph.findings.map(({ kind, message, file, line }) => ({
      kind,
      file,
      line: line ?? null,
      message,
    })),
  });

  function* writeImages(): Iterable<string> {
    for (const [i, image] of graph.images.entries()) yield compact(describe(image, waves[i]!));
  }

  function* writeUses(): Iterable<string> {
    for (const use of graph.uses) yield compact(describeUse(use));
  }

  function describe({ id, references, place, build, refreshSeconds }: UpdateImage, wave: number): object {
    return {
      id,
      wave: wave === -1 ? null : wave,
      references,
      place: { ...place, line: place.line ?? null },
      build:
        build === undefined
          ? null
          : {
              context: pathOf(build.contextPath),
              dockerfile: build.inlineDockerfile === undefined ? pathOf(build.dockerfilePath) : null,
              target: build.target ?? null,
              args: Object.keys(build.args),
              namedContexts: Object.keys(build.namedContexts),
              secrets: build.secretIds,
              platforms: build.platforms,
            },
      refreshSeconds: refreshSeconds ?? null,
    };
  }
}

function describeUse({ image, origin, kind, stage, line, written, context, platforms }: BaseUse): object {
  return {
    image,
    on: origin.kind === 'image' ? origin.id : origin.reference,
    isExternal: origin.kind === 'external',
    kind,
    stage: stage ?? null,
    line: line ?? null,
    written: written ?? null,
    context: context ?? null,
    platforms: platforms ?? null,
  };
}
