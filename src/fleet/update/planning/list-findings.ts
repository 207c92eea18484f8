// What a plan could not find out, each thing once with all images that it concerns.
import { PlimsollError } from '../../../errors.ts';
import type { UpdateGraph } from '../graph/update-graph.ts';
import type { SourceKey } from '../keys/source-key.ts';
import { entryName } from '../lock/update-lock.ts';
import type { BaseResolution } from './base-resolution.ts';
import { platformsOf } from './image-bases.ts';
import type { PlanFinding } from './update-plan.ts';

/** Bases first, then images whose build cannot be read, then what the graph has to say. */
export function listFindings(
  graph: UpdateGraph,
  sourceKeys: ReadonlyMap<string, SourceKey | PlimsollError>,
  bases: ReadonlyMap<string, BaseResolution>,
): readonly PlanFinding[] {
  return [...unresolvedBases(graph, bases), ...unreadableImages(graph, sourceKeys), ...graphFindings(graph)];
}

function unresolvedBases(
  graph: UpdateGraph,
  bases: ReadonlyMap<string, BaseResolution>,
): readonly PlanFinding[] {
  const failed = new Map<string, Set<string>>();
  for (const [reference, { kind }] of bases) if (kind === 'failed') failed.set(reference, new Set());
  for (const { origin, image } of graph.uses)
    if (origin.kind === 'external') failed.get(origin.reference)?.add(image);
  return [...failed].map(([reference, images]) => {
    const resolution = bases.get(reference) as Extract<BaseResolution, { readonly kind: 'failed' }>;
    return {
      kind: 'unresolved-base',
      subject: reference,
      message: `${resolution.message}; its last digest counts`,
      images: [...images].sort(),
    };
  });
}

function unreadableImages(
  graph: UpdateGraph,
  sourceKeys: ReadonlyMap<string, SourceKey | PlimsollError>,
): readonly PlanFinding[] {
  return graph.images.flatMap((image): readonly PlanFinding[] => {
    for (const platform of platformsOf(image)) {
      const error = sourceKeys.get(entryName(image.id, platform));
      if (!(error instanceof PlimsollError)) continue;
      return [
        {
          kind: 'unreadable-image',
          subject: error.subject ?? image.id,
          message: `${error.message}; what changed of the image itself is not known`,
          ...(error.line === undefined ? {} : { line: error.line }),
          images: [image.id],
        },
      ];
    }
    return [];
  });
}

function graphFindings({ findings }: UpdateGraph): readonly PlanFinding[] {
  return findings.map(({ message, file, line }) => ({
    kind: 'graph',
    subject: file,
    message,
    ...(line === undefined ? {} : { line }),
    images: [],
  }));
}
