// Writes a trimmed image: layers that hold nothing that goes stay as they are, the others are made anew without it.
import { PlimsollError } from '../../errors.ts';
import { type RewrittenLayer, requireRewritable, rewriteConfig, rewriteManifest } from '../image-rewrite.ts';
import { findAmbiguousLayer } from '../portable/find-ambiguous.ts';
import { refuseIllegal, refuseMarks } from '../portable/refuse-illegal.ts';
import type { RewrittenImage } from '../rewritten-image.ts';
import { storeDocument } from '../store-document.ts';
import { type LayerTransfer, sourceOf, storeKeptLayer, storeNewLayer } from '../store-layers.ts';
import type { ChosenRemovals } from './choose-removals.ts';
import type { EditedDatabases } from './edit-databases.ts';
import { listGone } from './list-gone.ts';
import { planTrim } from './plan-trim.ts';
import { type MadeFacts, promiseTrim } from './promise-trim.ts';
import { trimHistory } from './trim-history.ts';
import type { TrimRequest } from './trim-request.ts';

/** What to write, and where. */
export interface TrimWork extends LayerTransfer {
  readonly request: TrimRequest;
  readonly removals: ChosenRemovals;
  readonly databases: EditedDatabases;
}

/** Stores all blobs of the trimmed image; throws IMAGE_UNSUPPORTED for images that cannot be rewritten. */
export async function trimImage(work: TrimWork): Promise<RewrittenImage> {
  const { image, request, removals, databases, destination, signal } = work;
  const { contents, keptLayerCount } = request;
  requireTrimmable(work);
  const gone = listGone(request, removals, databases);
  const plan = planTrim(contents, { gone, made: databases.made }, keptLayerCount);
  const layers: RewrittenLayer[] = [];
  const states: ('kept' | 'new' | 'gone')[] = [];
  for (const [index, planned] of plan.layers.entries()) {
    if (planned === 'gone') states.push('gone');
    else if (planned === undefined) {
      layers.push(await storeKeptLayer(work, index));
      states.push('kept');
    } else {
      layers.push(await storeNewLayer(work, planned, sourceOf(image)));
      states.push('new');
    }
  }
  const fields = { layers, history: trimHistory(image.config, states) };
  const { document: config, dropped } = rewriteConfig(image, fields);
  const stored = await storeDocument(destination, config, signal);
  const made: MadeFacts = { view: plan.view, changes: databases.made, original: contents.view };
  return {
    operation: {
      kind: 'trim',
      keptLayers: layers.length,
      untouchedLayers: states.filter((state) => state === 'kept').length,
      leftAloneLayers: keptLayerCount,
      removedPaths: gone.size,
      removedPackages: removals.packages.map(({ name, version }) => `${name} ${version}`),
    },
    layers,
    config,
    manifest: rewriteManifest(image, fields, stored),
    promised: await promiseTrim(made),
    dropped,
  };
}

function requireTrimmable({ image, request }: TrimWork): void {
  const { view } = request.contents;
  requireRewritable(image);
  refuseIllegal(view, image.reference);
  refuseMarks(view, image.reference);
  const ambiguous = findAmbiguousLayer(view);
  if (ambiguous === undefined) return;
  throw new PlimsollError(
    'IMAGE_UNSUPPORTED',
    `engines read layer ${ambiguous.layer} in different ways (${ambiguous.kinds.join(', ')})`,
    { subject: image.reference, hint: 'Squash it first; then it can be trimmed.' },
  );
}
