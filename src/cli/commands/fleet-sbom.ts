// `plimsoll fleet sbom SOURCE... -o FOLDER`: one bill of materials for each layer of a fleet, and which of them make up each image.

import type { PackageSummary } from '../../contents/packages/package-summary.ts';
import { PlimsollError } from '../../errors.ts';
import { LayerPackagesBook } from '../../fleet/scan/layer-packages.ts';
import { scanFleet } from '../../fleet/scan/scan-fleet.ts';
import { formatFleetSbomJson } from '../../report/fleet-sbom-json.ts';
import type { BilledImage, FleetSbomReport } from '../../report/fleet-sbom-report.ts';
import { formatFleetSbomText } from '../../report/fleet-sbom-text.ts';
import type { ImageReport } from '../../report/image-report.ts';
import type { TargetError } from '../../report/json.ts';
import { billImage as billWholeImage } from '../../report/sbom/bill-of-materials.ts';
import { formatCycloneDx } from '../../report/sbom/cyclonedx.ts';
import { formatSpdx } from '../../report/sbom/spdx.ts';
import { nameRuleSet } from '../../secrets/name-rule-set.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { BillAttacher } from '../fleet/attach-bills.ts';
import { type BilledTarget, billImage } from '../fleet/bill-image.ts';
import type { FleetSbomFlags } from '../fleet/fleet-flags.ts';
import { type FleetTarget, listTargets } from '../fleet/list-targets.ts';
import { addReadings, spreadFleet } from '../fleet/spread-fleet.ts';
import { LayerBillWriter } from '../fleet/write-layer-bills.ts';
import { prepareRun } from '../prepare-run.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { toTargetError } from '../to-target-error.ts';
import { writeBills } from '../write-bills.ts';

const STYLES = {
  cyclonedx: { format: formatCycloneDx, ending: 'cdx.json', mediaType: 'application/vnd.cyclonedx+json' },
  spdx: { format: formatSpdx, ending: 'spdx.json', mediaType: 'application/spdx+json' },
} as const;

/** Writes the bills and resolves to the exit code. */
export async function runFleetSbom(
  sources: readonly string[],
  flags: FleetSbomFlags,
  io: CliIo,
): Promise<number> {
  const run = await prepareRun({ ...flags, fingerprints: false }, io, {
    limitsOf: () => ({ failOn: 'never' }),
    allowsOtherBase: true,
    wantsFreed: false,
  });
  const targets = await listTargets(sources, flags, io);
  const { format, ending, mediaType } = STYLES[flags.bill];
  const folder = flags.output;
  const writer = new LayerBillWriter({ folder, ending, format: (bill) => format(bill, io.version) });
  const attacher = new BillAttacher(flags.insecure === true, io.signal);
  const errors: TargetError[] = [];
  const onFailure = async (target: FleetTarget, error: unknown): Promise<void> => {
    errors.push(await toTargetError(target.name, error));
    run.status.clear();
    await (await import('../print-error.ts')).printError(error, flags.debug === true, io);
  };
  const images: BilledImage[] = [];
  const take = async (billed: BilledTarget): Promise<void> => {
    const { report, layers, target, manifest } = billed;
    const bills = writer.take(layers, report.layers);
    let attached: readonly string[] = [];
    if (flags.attach === true) {
      run.status.showStep(`attaching to ${target.name}`);
      if (manifest === undefined || report.target.transport !== 'docker')
        throw new PlimsollError('USAGE', 'bills are attached to images of registries only', {
          subject: target.name,
          hint: 'Name it as docker://HOST/NAME:TAG, or leave --attach out.',
        });
      attached = await attacher.attach(report.target.reference, manifest, {
        mediaType,
        image: format(billWholeImage(withInventory(report, listShown(billed))), io.version),
        layers: layers.map(({ diffId }, i) => ({ diffId, text: bills[i]!.text })),
      });
    }
    images.push(toBilledImage(billed, bills, attached));
    run.status.showStep(`${images.length} of ${targets.length} images`);
  };
  let book: LayerPackagesBook | undefined;
  const spread = await spreadFleet(targets, flags, run, io);
  try {
    const own = await scanFleet(targets, {
      scan: (target, { cache, shared }) => {
        book ??= new LayerPackagesBook(cache, nameRuleSet(run.secretRules));
        return billImage(target, { ...run, cache, shared }, book);
      },
      take,
      onFailure,
      cache: spread.cache,
      workers: flags.workers,
      signal: io.signal,
    });
    run.status.clear();
    const bills = writer.bills;
    const read = addReadings(spread.read, own);
    const report: FleetSbomReport = {
      kind: 'fleet-sbom-report',
      folder,
      format: flags.bill,
      bills,
      images,
      read,
      errors,
    };
    writeBills(folder, [{ name: 'index.json', text: [...formatFleetSbomJson(report)].join('') }]);
    await writePieces(
      io.stdout,
      flags.format === 'json'
        ? formatFleetSbomJson(report)
        : [formatFleetSbomText(report, chooseLayout(flags, io))],
    );
    return errors.length > 0 ? EXIT_CODE.couldNotRun : EXIT_CODE.clean;
  } finally {
    await attacher.close();
    await spread.close();
  }
}

/** The image's packages that its layers' bills have, those that were removed among them. */
function listKnown({ report, layers }: BilledTarget): readonly PackageSummary[] {
  const keyOf = ({ purl, metadataPath }: PackageSummary): string => `${purl}\n${metadataPath}`;
  const known = layers.map(({ packages }) => new Set(packages.map(keyOf)));
  return report.inventory.packages.filter((item) => known[item.layer]!.has(keyOf(item)));
}

function listShown(billed: BilledTarget): readonly PackageSummary[] {
  return listKnown(billed).filter(({ state }) => state === 'installed');
}

function withInventory(report: ImageReport, packages: readonly PackageSummary[]): ImageReport {
  return { ...report, inventory: { ...report.inventory, packages } };
}

function toBilledImage(
  billed: BilledTarget,
  bills: readonly { readonly file: string }[],
  attached: readonly string[],
): BilledImage {
  const { target, report } = billed;
  const { reference, digest, platform } = report.target;
  return {
    name: target.name,
    reference,
    digest,
    platform,
    layers: bills.map(({ file }) => file),
    packageCount: listShown(billed).length,
    removed: listKnown(billed).flatMap(({ purl, metadataPath, layer, removedByLayer }) =>
      removedByLayer === null ? [] : [{ purl, metadataPath, layer, removedByLayer }],
    ),
    attached,
  };
}
