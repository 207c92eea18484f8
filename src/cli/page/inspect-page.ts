// One image from its name to the data of its page.
import { selectRules } from '../../checks/select-rules.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import type { LighterReport } from '../../report/lighter-report.ts';
import type { ImagePage } from '../../report/page/image-page.ts';
import { makeImagePage } from '../../report/page/make-image-page.ts';
import { readAndAnalyse } from '../analyse-opened.ts';
import { inspectOpened, type Run, type WholeInspection } from '../inspect-image.ts';
import { askLighter, type LighterRequest } from '../lighter/ask-lighter.ts';
import { openAnd } from '../open-and.ts';
import { listFiles } from './list-files.ts';
import { titleRules } from './title-rules.ts';

/** The page of an image, and how it was inspected. */
export interface PageInspection extends WholeInspection {
  readonly page: ImagePage;
}

/** Inspects the image that `name` means; `request` is null where nobody asks for lighter packages. */
export function inspectPage(
  name: string,
  run: Run,
  version: string,
  request: LighterRequest | null,
): Promise<PageInspection> {
  return openAnd(name, run, async (image, options) => {
    let contents: ImageContents | undefined;
    const inspected = await inspectOpened(name, image, options, run, async (choice) => {
      const read = await readAndAnalyse(name, image, run, choice);
      contents = read.contents;
      return read.analysis;
    });
    const inspection = { ...inspected, contents: contents! };
    const { cache, status, signal } = run;
    const opened = { image, contents: inspection.contents, options, cache, status, signal };
    const lighter = request === null ? null : await askLighter(request, opened);
    return { ...inspection, page: drawInspection(inspection, run, version, lighter) };
  });
}

/** The data of the page of an image that was inspected. */
export function drawInspection(
  { report, contents, profile }: WholeInspection,
  run: Run,
  version: string,
  lighter: LighterReport | null = null,
): ImagePage {
  const judgement = { rules: selectRules(run.groups), profile, ignores: run.ignores };
  return makeImagePage(report, {
    version,
    profile,
    files: listFiles(contents, report, judgement),
    ruleTitles: titleRules(report),
    lighter,
  });
}
