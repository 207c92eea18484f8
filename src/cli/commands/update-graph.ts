// `plimsoll update graph [FOLDER...]`: the images that are built here, and what each stands on.
import { PlimsollError } from '../../errors.ts';
import { GraphIndex } from '../../fleet/update/graph/graph-index.ts';
import { fullName } from '../../fleet/update/graph/image-names.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { formatUpdateGraphDot } from '../../report/update-graph-dot.ts';
import { formatUpdateGraphJson } from '../../report/update-graph-json.ts';
import { formatUpdateGraphText } from '../../report/update-graph-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { openGraph } from '../update/open-graph.ts';
import type { UpdateGraphFlags } from '../update/update-flags.ts';

/** Tells the graph and resolves to the exit code: 1 where it has cycles or one name for two images. */
export async function runUpdateGraph(
  folders: readonly string[],
  flags: UpdateGraphFlags,
  io: CliIo,
): Promise<number> {
  const { graph: whole } = await openGraph(folders, flags, io);
  const index = new GraphIndex(whole);
  const graph = flags.image === undefined ? whole : cutGraph(index, flags.image);
  const report = { graph, waves: graph.images.map(({ id }) => index.waveOf(id)), waveCount: index.waveCount };
  const write = { json: formatUpdateGraphJson, dot: formatUpdateGraphDot };
  await writePieces(
    io.stdout,
    flags.format === 'text'
      ? [formatUpdateGraphText(report, chooseLayout(flags, io))]
      : write[flags.format](report),
  );
  const isWrong = whole.findings.some(({ kind }) => kind === 'cycle' || kind === 'double-name');
  return isWrong ? EXIT_CODE.findings : EXIT_CODE.clean;
}

/** What has to do with an image or a base of elsewhere. */
function cutGraph(index: GraphIndex, name: string): UpdateGraph {
  const { graph } = index;
  const images = index.find(name);
  const external = { kind: 'external', reference: fullName(name) } as const;
  const origins = images.length > 0 ? images.map(({ id }) => ({ kind: 'image', id }) as const) : [external];
  const wanted = new Set([...images.map(({ id }) => id), ...index.descendants(origins)]);
  if (wanted.size === 0)
    throw new PlimsollError('USAGE', 'there is no such image in the graph, and nothing stands on it', {
      subject: name,
      hint: "'plimsoll update graph --all' lists them.",
    });
  for (const { id } of images) for (const needed of index.ancestors(id)) wanted.add(needed);
  const isWanted = (id: string): boolean => wanted.has(id);
  return {
    ...graph,
    images: graph.images.filter(({ id }) => isWanted(id)),
    uses: graph.uses.filter(
      ({ image, origin }) =>
        isWanted(image) &&
        (origin.kind === 'image'
          ? isWanted(origin.id)
          : images.length > 0 || origin.reference === external.reference),
    ),
  };
}
