// One image from its name to the data of its page.
import { selectRules } from '../../checks/select-rules.ts';
import type { ImagePage } from '../../report/page/image-page.ts';
import { makeImagePage } from '../../report/page/make-image-page.ts';
import type { WholeInspection } from '../inspect-image.ts';
import { inspectWhole, type Run } from '../inspect-image.ts';
import { listFiles } from './list-files.ts';
import { titleRules } from './title-rules.ts';

/** The page of an image, and how it was inspected. */
export interface PageInspection extends WholeInspection {
  readonly page: ImagePage;
}

/** Inspects the image that `name` means. */
export async function inspectPage(name: string, run: Run, version: string): Promise<PageInspection> {
  const inspection = await inspectWhole(name, run);
  return { ...inspection, page: drawInspection(inspection, run, version) };
}

/** The data of the page of an image that was inspected. */
export function drawInspection(
  { report, contents, profile }: WholeInspection,
  run: Run,
  version: string,
): ImagePage {
  const judgement = { rules: selectRules(run.groups), profile, ignores: run.ignores };
  return makeImagePage(report, {
    version,
    profile,
    files: listFiles(contents, report, judgement),
    ruleTitles: titleRules(report),
    lighter: null,
  });
}
