// `plimsoll rebase IMAGE --onto NEWBASE -o DEST`: the application's layers on a new base, with a verdict.
import { readImage } from '../../contents/read-image.ts';
import { spoolExport } from '../../contents/spool-export.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { openImage } from '../../oci/open-image.ts';
import { formatRebaseJson } from '../../report/rebase-json.ts';
import type { RebasedImageReport, RebaseReport } from '../../report/rebase-report.ts';
import { formatRebaseText } from '../../report/rebase-text.ts';
import { planRebase } from '../../rewrite/rebase/plan-rebase.ts';
import { rebaseImage } from '../../rewrite/rebase/rebase-image.ts';
import type { RewrittenImage } from '../../rewrite/rewritten-image.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { findOldBase } from '../rewrite/find-old-base.ts';
import { readBilledFleet, tellBill } from '../rewrite/fleet-bill.ts';
import type { RebaseFlags } from '../rewrite/rewrite-flags.ts';
import { type RewriteWork, rewriteImages } from '../rewrite/rewrite-images.ts';
import { writePieces } from '../terminal/write-pieces.ts';

const READINGS = { packages: true, secretRules: null } as const;

/** Rebases the image and resolves to the exit code: 1 where the verdict is conflict and nothing was written. */
export async function runRebase(name: string, flags: RebaseFlags, io: CliIo): Promise<number> {
  const makeBill = await readBilledFleet(flags, io);
  const planned: RebasedImageReport[] = [];
  const rewrite = async (work: RewriteWork): Promise<RewrittenImage | undefined> => {
    const { report, rewritten } = await rebaseOne(work, flags, io);
    planned.push(report);
    return rewritten;
  };
  const { reference, images, leftOut } = await rewriteImages(name, flags, io, rewrite, READINGS);
  const told = planned.map((one, i) =>
    reference === null ? one : { ...one, certificate: images[i]!.certificate },
  );
  const report: RebaseReport = {
    reference,
    images: told,
    leftOut,
    ...tellBill(makeBill, reference, images, flags, io),
  };
  const isJson = flags.format === 'json';
  await writePieces(
    io.stdout,
    isJson ? formatRebaseJson(report) : [formatRebaseText(report, chooseLayout(flags, io))],
  );
  return planned.some(({ verdict }) => verdict === 'conflict') ? EXIT_CODE.findings : EXIT_CODE.clean;
}

async function rebaseOne(
  { image, contents, destination, gzip, options, signal, status, cache, made }: RewriteWork,
  flags: RebaseFlags,
  io: CliIo,
): Promise<{ readonly report: RebasedImageReport; readonly rewritten: RewrittenImage | undefined }> {
  const old = await findOldBase(image, flags.oldBase, options);
  const platform = formatPlatform(image.config.platform);
  const opened = await openImage(flags.onto, platform === '' ? options : { ...options, platform });
  let spooled: Awaited<ReturnType<typeof spoolExport>> | undefined;
  try {
    const newBase = await readImage(opened, {
      ...(cache === undefined ? {} : { cache }),
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      readings: READINGS,
      verify: flags.verify === true,
      signal: io.signal,
      onProgress: (progress) => status.showReading(flags.onto, progress),
    });
    spooled = await spoolExport(opened, signal);
    const subject = {
      image: { opened: image, contents },
      baseLayerCount: old.layerCount,
      newBase: { opened: spooled.image, contents: newBase },
    };
    status.showStep('comparing the bases');
    const plan = await planRebase(subject, old.config, signal);
    const report: RebasedImageReport = {
      reference: image.reference,
      platform,
      oldBase: { reference: old.reference, layerCount: old.layerCount },
      newBase: { reference: opened.reference, digest: opened.digest, layerCount: opened.layers.length },
      verdict: plan.verdict,
      notes: plan.notes,
      mergedBytes: plan.mergeLayer?.tar.length ?? 0,
      certificate: null,
    };
    if (plan.verdict === 'conflict' || flags.dryRun === true) return { report, rewritten: undefined };
    const baseName = opened.transport === 'docker' ? opened.reference.slice('docker://'.length) : null;
    const rewritten = await rebaseImage({ subject, plan, baseName, destination, gzip, signal, made });
    return { report, rewritten };
  } finally {
    await spooled?.remove();
    await opened.close();
  }
}
