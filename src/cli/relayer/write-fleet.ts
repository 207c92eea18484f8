// Writes the images of a planned fleet to where they go: each with all of its platforms, proven, then shown.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import { CompressionPool } from '../../oci/compression/compression-pool.ts';
import type { Descriptor } from '../../oci/image/descriptor.ts';
import type { Document, ImageDestination } from '../../oci/image/destination.ts';
import { openDestination } from '../../oci/open-destination.ts';
import { formatBytes } from '../../report/format-amount.ts';
import { rewriteIndex } from '../../rewrite/index-rewrite.ts';
import { FleetWriter, type RelayeredMember } from '../../rewrite/relayer/relayer-fleet.ts';
import { listSpecs } from '../../rewrite/relayer/writing/list-specs.ts';
import { storedIndex } from '../../rewrite/stored-documents.ts';
import type { CliIo } from '../cli-io.ts';
import { attachCertificates } from '../rewrite/attach-certificates.ts';
import { readSourceDate } from '../rewrite/read-source-date.ts';
import { unproven } from '../rewrite/unproven.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import type { ImageTarget } from './choose-targets.ts';
import type { NamedImage } from './open-fleet.ts';
import type { PlannedRun, WrittenFleet, WrittenMember } from './report-run.ts';

/** What to write, and where each of the named images goes. */
export interface FleetWriting {
  readonly run: PlannedRun;
  readonly named: readonly NamedImage[];
  readonly targets: readonly ImageTarget[];
  readonly clampAtSeconds: number | undefined;
  readonly knownBlobs: ReadonlyMap<Digest, Descriptor>;
  /** Whether the run before had the image: then its place may have blobs that others need. */
  readonly isKnown: (image: NamedImage) => boolean;
  readonly io: CliIo;
  readonly status: StatusLine;
}

/** Writes all of them; throws REWRITE_UNPROVEN at the first that is not what was promised, which is not shown. */
export async function writeFleet(
  work: FleetWriting,
): Promise<WrittenFleet & { readonly blobs: ReadonlyMap<Digest, Descriptor> }> {
  const { run, named, targets, isKnown, status } = work;
  const gzip = new CompressionPool(run.flags.workers);
  try {
    const writer = await openWriter(work, gzip);
    try {
      const members: WrittenMember[] = [];
      // Blobs are found where they were written, so that images of the run before come first and new ones take theirs.
      const order = [...named.entries()].sort(([, a], [, b]) => Number(isKnown(b)) - Number(isKnown(a)));
      for (const [i, one] of order)
        for (const [k, member] of (await writeNamed(one, targets[i]!, writer, work)).entries())
          members[one.members[k]!] = member;
      const { blobs, writtenCount } = writer.layers;
      return { members, blobs, writtenCount };
    } finally {
      await writer.close();
    }
  } finally {
    status.clear();
    await gzip.close();
  }
}

function openWriter(
  { run, clampAtSeconds, knownBlobs, io, status }: FleetWriting,
  gzip: CompressionPool,
): Promise<FleetWriter> {
  const { members, fleet, plan, flags } = run;
  let [read, written] = [0, 0];
  return FleetWriter.open({
    members,
    fleet,
    plan,
    clampAtSeconds,
    created: readSourceDate(io.env['SOURCE_DATE_EPOCH']),
    gzip,
    knownBlobs,
    program: `plimsoll ${io.version}`,
    ...(flags.workers === undefined ? {} : { workers: flags.workers }),
    signal: io.signal,
    onRead: (sizeBytes) => {
      read += sizeBytes;
      status.showStep(`reading layers: ${formatBytes(read)}`);
    },
    onWritten: (sizeBytes) => {
      written += sizeBytes;
      status.showStep(`writing layers: ${formatBytes(written)}`);
    },
    onProgress: (progress) => status.showReading('the result', progress),
  });
}

async function writeNamed(
  { opened, members, isIndex }: NamedImage,
  { output, place, repository }: ImageTarget,
  writer: FleetWriter,
  { run, io, status }: FleetWriting,
): Promise<readonly WrittenMember[]> {
  const { signal } = io;
  const destination = await openDestination(output, {
    insecure: run.flags.insecure === true,
    ...(run.flags.replace === undefined ? {} : { replace: run.flags.replace }),
    signal,
    onNotice: (line) => status.notice(line),
  });
  try {
    if (isIndex && !destination.takesIndexes)
      throw new PlimsollError('USAGE', 'only one platform can be written there', {
        subject: output,
        hint: 'Choose it with --platform.',
      });
    const made: RelayeredMember[] = [];
    const targetOf = (member: number) => ({
      image: run.members[member]!.image,
      destination,
      place,
      ...(repository === undefined ? {} : { repository }),
    });
    for (const member of members) {
      const one = await writer.write(member, targetOf(member));
      if (one.certificate.verdict === 'failed') throw unproven(one.certificate, one.image);
      made.push(one);
    }
    const index = isIndex ? storedIndex(opened) : undefined;
    const manifests = new Map(made.map((one) => [one.image.digest, one.rewritten.manifest]));
    const rewritten = index === undefined ? undefined : rewriteIndex(index, manifests);
    const documents: readonly Document[] = [
      ...made.map((one) => one.rewritten.manifest),
      ...(rewritten === undefined ? [] : [rewritten.document]),
    ];
    await destination.commit({ documents }, signal);
    for (const [i, one] of made.entries()) writer.settle(one, targetOf(members[i]!));
    await attach(destination, made, status, signal);
    return made.map((one, i) => ({
      ...one,
      reference: destination.reference,
      leftOut: rewritten?.leftOut ?? [],
      comments: listSpecs(run.fleet, run.plan, members[i]!, one.contents.view).map(({ comment }) => comment),
    }));
  } finally {
    await destination.close();
  }
}

async function attach(
  destination: ImageDestination,
  made: readonly RelayeredMember[],
  status: StatusLine,
  signal: AbortSignal,
): Promise<void> {
  try {
    await attachCertificates(destination, made, signal);
  } catch (error) {
    // The image is there and proven; a registry that takes no artifacts takes nothing from that.
    if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
    status.notice(`${destination.reference}: no certificate is stored beside it (${error.message})`);
  }
}
