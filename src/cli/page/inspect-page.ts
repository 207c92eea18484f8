// One image from its name to the data of its page.
import { selectRules } from '../../checks/select-rules.ts';
import type { LighterReport } from '../../report/lighter-report.ts';
import type { ImagePage } from '../../report/page/image-page.ts';
import { makeImagePage } from '../../report/page/make-image-page.ts';
import { inspectOpenedWhole, type Run, type WholeInspection } from '../inspect-image.ts';
import type { LighterRequest } from '../lighter/ask-lighter.ts';
import { openAnd } from '../open-and.ts';
import { listFiles } from './list-files.ts';
import { titleRules } from './title-rules.ts';

/** What a page is to tell beside the image. */
export interface PageRequest {
  readonly version: string;
  /** Null where nobody asks for lighter packages. */
  readonly lighter: LighterRequest | null;
}

/** The page of an image, and how it was inspected. */
export interface PageInspection extends WholeInspection {
  readonly page: ImagePage;
}

/** Inspects the image that `name` means. */
export function inspectPage(name: string, run: Run, request: PageRequest): Promise<PageInspection> {
  return openAnd(name, run, async (image, options) => {
    const whole = await inspectOpenedWhole(name, image, options, run);
    let lighter: LighterReport | null = null;
    if (request.lighter !== null) {
      const { askLighter } = await import('../lighter/ask-lighter.ts');
      const { cache, status, signal } = run;
      lighter = await askLighter(request.lighter, {
        image,
        contents: whole.contents,
        options,
        cache,
        status,
        signal,
      });
    }
    return { ...whole, page: drawInspection(whole, run, { version: request.version, lighter }) };
  });
}

/** The data of the page of an image that was inspected, with what would be lighter where that was asked. */
export function drawInspection(
  { report, contents, profile }: WholeInspection,
  run: Run,
  { version, lighter }: { readonly version: string; readonly lighter: LighterReport | null },
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
