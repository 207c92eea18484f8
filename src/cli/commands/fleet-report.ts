// `plimsoll report --fleet SOURCE...`: one HTML file about a fleet.
import { resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { readDockerfiles } from '../../fleet/hierarchy/tree/read-dockerfiles.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { checkTargets } from '../fleet/check-targets.ts';
import { targetsOf } from '../fleet/list-targets.ts';
import { type OpenedFleet, openFleet } from '../fleet/open-fleet.ts';
import { measurePage, type PageKnowledge } from '../fleet/page/measure-page.ts';
import { readParts } from '../fleet/read-parts.ts';
import type { ReportFlags } from '../page/report-flags.ts';
import { writePage } from '../page/write-page.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';

/** Writes the page and resolves to the exit code: a report is no verdict, so what it shows does not make it fail. */
export async function runFleetReport(
  image: string | undefined,
  sources: readonly string[],
  flags: ReportFlags,
  io: CliIo,
): Promise<number> {
  if (image !== undefined || flags.against !== undefined || flags.lighter === true)
    throw new PlimsollError('USAGE', 'a page is about an image or about a fleet', {
      hint: 'Leave IMAGE, --against and --lighter out, or --fleet.',
    });
  const opened = await openFleet(sources, { ...flags, format: 'html' }, io);
  const read = flags.contents === true ? await readContents(opened, flags, io) : undefined;
  const fleet = { ...opened, snapshot: read?.snapshot ?? opened.snapshot };
  const { images } = fleet.snapshot;
  const page = measurePage(fleet, {
    version: io.version,
    sources: [...sources, ...(flags.from === undefined ? [] : [flags.from])],
    ...read?.knowledge,
    ...(flags.dockerfiles === undefined
      ? {}
      : { dockerfiles: await readDockerfiles(images, resolve(flags.dockerfiles), io.signal) }),
  });
  await writePage(page, flags.output, io);
  if (flags.output !== '-') opened.status.notice(`wrote ${flags.output}`);
  return (read?.failures ?? 0) > 0 ? EXIT_CODE.couldNotRun : EXIT_CODE.clean;
}

/** Reads the layers: for what they carry that they should not, and for what several of them hold. */
async function readContents(fleet: OpenedFleet, flags: ReportFlags, io: CliIo) {
  const htmlFlags = { ...flags, format: 'html' as const };
  const run = await prepareRun(htmlFlags, io, {
    limitsOf: ({ failOn, maxBallast, maxSize }) => ({
      failOn: failOn ?? 'warning',
      ...(maxBallast === undefined ? {} : { maxBallast }),
      ...(maxSize === undefined ? {} : { maxSize }),
    }),
    allowsOtherBase: true,
    wantsFreed: false,
  });
  const { report, usedIgnores } = await checkTargets(targetsOf(fleet.snapshot), htmlFlags, run, io);
  noticeUnused(run, [{ usedIgnores }], report.errors.length === 0);
  const failed = new Set(report.errors.map(({ target }) => target));
  // Whoever could not be read once is not asked again, and not told of twice.
  const images = fleet.snapshot.images.map(({ reference, ...image }) =>
    reference === undefined || failed.has(image.name) ? image : { ...image, reference },
  );
  const readable = { ...fleet, snapshot: { ...fleet.snapshot, images } };
  const { snapshot, contents, failures } = await readParts(readable, htmlFlags, io);
  const knowledge: Pick<PageKnowledge, 'check' | 'contents'> = { check: report, contents };
  return { snapshot, knowledge, failures: failures + failed.size };
}
