// The cheap way: the layers of the image before on its new base, without a build, where that is proven. What is not proven is a
// reason, told in one line, and the image is rebuilt.

import { PlimsollError } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { ImageDestination } from '../../../oci/image/destination.ts';
import type { OpenedImage } from '../../../oci/image/image.ts';
import { attachCertificates } from '../../../rewrite/proof/attach-certificates.ts';
import { certifyImage } from '../../../rewrite/proof/certify-image.ts';
import { unproven } from '../../../rewrite/proof/unproven.ts';
import { planRebase, type RebasePlan } from '../../../rewrite/rebase/plan-rebase.ts';
import { rebaseImage } from '../../../rewrite/rebase/rebase-image.ts';
import { judgeRebase, type RebaseJudgement } from './content/judge-rebase.ts';
import type { MakeBase, MakeInput, PreviousImage } from './make-input.ts';
import type { Maker } from './maker.ts';
import { openSide, readSide } from './read-side.ts';

/** The new image's digest, or why it has to be rebuilt. */
export type RebaseAttempt =
  | {
      readonly kind: 'rebased';
      readonly digest: Digest;
      readonly note: string;
      readonly setAside: readonly string[];
    }
  | { readonly kind: 'refused'; readonly why: string };

/** The old base and the new one. */
export interface BaseChange {
  readonly previous: PreviousImage & { readonly base: string };
  readonly newBase: MakeBase;
}

/** Rebases where the verdict is good enough; throws what registries throw. */
export async function tryRebase(
  { previous, newBase }: BaseChange,
  { platform }: MakeInput,
  maker: Maker,
  destination: ImageDestination,
  signal: AbortSignal,
): Promise<RebaseAttempt> {
  const opened: OpenedImage[] = [];
  const open = async (reference: string): Promise<OpenedImage> => {
    const image = await openSide(`docker://${reference}`, platform, maker, signal);
    opened.push(image);
    return image;
  };
  try {
    const image = await open(previous.reference);
    const old = await open(previous.base);
    const layerCount = old.layers.length;
    const standsOnIt = old.config.diffIds.every((diffId, i) => image.config.diffIds[i] === diffId);
    if (!standsOnIt) return refuse('its lowest layers are not those of the base before');
    const base = await open(newBase.pull);
    const subject = {
      image: await readSide(image, maker, signal),
      baseLayerCount: layerCount,
      newBase: await readSide(base, maker, signal),
    };
    const plan = await planRebase(subject, old.config, signal);
    const judged = judgeRebase(plan);
    if (!isEnough(judged, maker)) return refuse(describePlan(plan));
    const { gzip } = maker;
    const rewritten = await rebaseImage({
      subject,
      plan,
      baseName: newBase.reference,
      destination,
      gzip,
      signal,
    });
    const { certificate } = await certifyImage({
      image,
      contents: subject.image.contents,
      rewritten,
      destination,
      program: maker.program,
      ...(maker.workers === undefined ? {} : { workers: maker.workers }),
      signal,
    });
    if (certificate.verdict === 'failed') throw unproven(certificate, image);
    const { digest } = await destination.commit({ documents: [rewritten.manifest] }, signal);
    await attachCertificates(destination, [{ rewritten, certificate }], signal).catch((error: unknown) => {
      if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
      maker.onNotice?.(`${destination.reference}: no certificate is stored beside it (${error.message})`);
    });
    const { setAside } = judged;
    const note = setAside.length > 0 ? 'the rebase is proven' : describePlan(plan);
    return { kind: 'rebased', digest, note, setAside };
  } catch (error) {
    // What this tool does not rewrite, an engine can still build.
    if (
      error instanceof PlimsollError &&
      (error.code === 'IMAGE_UNSUPPORTED' || error.code === 'REWRITE_UNPROVEN')
    )
      return refuse(error.message);
    throw error;
  } finally {
    for (const image of opened) await image.close();
  }
}

function isEnough({ verdict }: RebaseJudgement, { accepts }: Maker): boolean {
  return verdict === 'proven' || (verdict === 'checked' && accepts === 'checked');
}

function refuse(why: string): RebaseAttempt {
  return { kind: 'refused', why };
}

/** The verdict and its first reasons. */
function describePlan({ verdict, notes }: RebasePlan): string {
  const told = notes
    .slice(0, 3)
    .map(({ path, message }) => (path === null ? message : `${path}: ${message}`));
  const more = notes.length > told.length ? [`and ${notes.length - told.length} more`] : [];
  return [`the rebase is ${verdict}`, ...told, ...more].join('; ');
}
