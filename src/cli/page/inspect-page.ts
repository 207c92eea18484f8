// One image from its name to the data of its page.
import { selectRules } from '../../checks/select-rules.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import type { ImageReport } from '../../report/image-report.ts';
import type { LighterReport } from '../../report/lighter-report.ts';
import type { ImagePage } from '../../report/page/image-page.ts';
import { makeImagePage } from '../../report/page/make-image-page.ts';
import { readAndAnalyse } from '../analyse-opened.ts';
import { type Inspection, inspectOpened, type Run } from '../inspect-image.ts';
import type { LighterRequest } from '../lighter/ask-lighter.ts';
import { openAnd } from '../open-and.ts';
import { listFiles } from './list-files.ts';
import { titleRules } from './title-rules.ts';

/** What a page is to tell beside the image. */
export interface PageRequest {
  readonly version: string;
  /** Null where nobody asks for lighter packages. */
  readonly lighter: LighterRequest | null;
  /** Takes known findings out of the report. */
  readonly accept: (report: ImageReport) => Promise<ImageReport>;
}

/** The page of an image, and how it was inspected. */
export interface PageInspection extends Inspection {
  readonly page: ImagePage;
}

/** Inspects the image that `name` means. */
export function inspectPage(name: string, run: Run, request: PageRequest): Promise<PageInspection> {
  return openAnd(name, run, async (image, options) => {
    let contents: ImageContents | undefined;
    const inspection = await inspectOpened(name, image, options, run, async (choice) => {
      const read = await readAndAnalyse(name, image, run, choice);
      contents = read.contents;
      return read.analysis;
    });
    const { profile } = inspection;
    const report = await request.accept(inspection.report);
    const judgement = { rules: selectRules(run.groups), profile, ignores: run.ignores };
    let lighter: LighterReport | null = null;
    if (request.lighter !== null) {
      const { askLighter } = await import('../lighter/ask-lighter.ts');
      const { cache, status, signal } = run;
      lighter = await askLighter(request.lighter, {
        image,
        contents: contents!,
        options,
        cache,
        status,
        signal,
      });
    }
    const page = makeImagePage(report, {
      version: request.version,
      profile,
      files: listFiles(contents!, report, judgement),
      ruleTitles: titleRules(report),
      lighter,
    });
    return { ...inspection, report, page };
  });
}
