// `plimsoll trim IMAGE -o DEST`: the image without what has no place in production, proven.
import { listRemovable, type Removable } from '../../checks/judging/list-removable.ts';
import { RULES } from '../../checks/rules.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { formatTrimJson } from '../../report/trim-json.ts';
import type { TrimmedImageReport, TrimReport } from '../../report/trim-report.ts';
import { formatTrimText } from '../../report/trim-text.ts';
import type { RewrittenImage } from '../../rewrite/rewritten-image.ts';
import { chooseRemovals } from '../../rewrite/trim/choose-removals.ts';
import { editDatabases } from '../../rewrite/trim/edit-databases.ts';
import { findFileUses } from '../../rewrite/trim/find-needed-files.ts';
import { summariseTrim } from '../../rewrite/trim/summarise-trim.ts';
import { trimImage } from '../../rewrite/trim/trim-image.ts';
import type { TrimRequest } from '../../rewrite/trim/trim-request.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { countKept } from '../rewrite/count-kept.ts';
import { readBilledFleet, tellBill } from '../rewrite/fleet-bill.ts';
import { refuseUnknownRules } from '../rewrite/refuse-unknown-rules.ts';
import type { TrimFlags } from '../rewrite/rewrite-flags.ts';
import { type RewriteOutcome, type RewriteWork, rewriteImages } from '../rewrite/rewrite-images.ts';
import { createPathGlob } from '../settings/match-glob.ts';
import { writePieces } from '../terminal/write-pieces.ts';

const READINGS = { packages: true, secretRules: null } as const;

/** Trims the image and resolves to the exit code. */
export async function runTrim(name: string, flags: TrimFlags, io: CliIo): Promise<number> {
  refuseUnknownRules([...(flags.only ?? []), ...(flags.skip ?? [])]);
  const makeBill = await readBilledFleet(flags, io);
  const planned: TrimmedImageReport[] = [];
  const rewrite = async (work: RewriteWork): Promise<RewrittenImage | undefined> => {
    const { report, rewritten } = await trimOne(work, flags);
    planned.push(report);
    return rewritten;
  };
  const { reference, images, leftOut } = await rewriteImages(name, flags, io, rewrite, READINGS);
  const report: TrimReport = {
    reference,
    leftOut,
    images: planned.map((one, i) => (reference === null ? one : { ...one, ...measure(images[i]!) })),
    ...tellBill(makeBill, reference, images, flags, io),
  };
  const layout = {
    ...chooseLayout(flags, io),
    ...(flags.explain === undefined ? {} : { explained: flags.explain }),
  };
  await writePieces(
    io.stdout,
    flags.format === 'json' ? formatTrimJson(report) : [formatTrimText(report, layout)],
  );
  return EXIT_CODE.clean;
}

function measure({
  certificate,
  contents,
  rewritten,
  facts,
}: RewriteOutcome): Pick<TrimmedImageReport, 'certificate' | 'entryBytes' | 'dropped'> {
  const after = facts.reduce((sum, { entryBytes }) => sum + entryBytes, 0);
  const before = contents.layers.reduce((sum, layer) => sum + layer.facts.entryBytes, 0);
  return { certificate, entryBytes: { before, after }, dropped: rewritten.dropped };
}

async function trimOne(
  work: RewriteWork,
  flags: TrimFlags,
): Promise<{ readonly report: TrimmedImageReport; readonly rewritten: RewrittenImage | undefined }> {
  const { image, contents, options, signal, status } = work;
  status.showStep('choosing what goes');
  const keptLayerCount = await countKept(image, flags.above, options);
  const keeps = (flags.keep ?? []).map((glob) => createPathGlob(glob.replace(/^\/+/, '')));
  const removable = select(listRemovable(contents, RULES, 'production'), flags);
  const request: TrimRequest = {
    opened: image,
    contents,
    ...removable,
    keeps: (path) => keeps.some((matches) => matches(path)),
    keptLayerCount,
  };
  const removals = chooseRemovals(request, await findFileUses(request, signal));
  const databases = await editDatabases(request, removals.packages, signal);
  const report: TrimmedImageReport = {
    reference: image.reference,
    platform: formatPlatform(image.config.platform),
    ...summariseTrim(request, removals, databases),
    entryBytes: null,
    certificate: null,
    dropped: [],
  };
  // Of an index, a platform that needs no trimming goes along as it is.
  const isNothing = removals.nodes.size === 0 && !work.isOneOfSeveral;
  if (isNothing || flags.dryRun === true || flags.explain !== undefined)
    return { report, rewritten: undefined };
  const compressions = contents.layers.map(({ compression }) => compression);
  return { report, rewritten: await trimImage({ ...work, compressions, request, removals, databases }) };
}

function select({ files, packages }: Removable, { only, skip }: TrimFlags): Removable {
  const isWanted = (rule: string): boolean =>
    (only === undefined || only.includes(rule)) && skip?.includes(rule) !== true;
  const pick = (found: ReadonlyMap<number, string>): ReadonlyMap<number, string> =>
    new Map([...found].filter(([, rule]) => isWanted(rule)));
  return { files: pick(files), packages: pick(packages) };
}
