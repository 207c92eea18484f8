// Browsers that Playwright, Puppeteer, Cypress and Selenium download. Tests and PDF makers need them, so this is advice.
import { foldersOf } from './exceptions/named-folders.ts';
import { isBelow, parentOf } from './exceptions/path-parts.ts';
import { perImage } from './exceptions/per-image.ts';
import type { PathRule } from './rule.ts';

/** A variable that names the place, or the executable in it, says that the image means to have the browser. */
const namedPlaces = perImage((image) => [
  ...foldersOf(image, ['PLAYWRIGHT_BROWSERS_PATH', 'PUPPETEER_CACHE_DIR', 'CYPRESS_CACHE_FOLDER']),
  ...foldersOf(image, ['PUPPETEER_EXECUTABLE_PATH']).map(parentOf),
]);

const FIX =
  'Where the image does not drive a browser, skip the download: PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1, PUPPETEER_SKIP_DOWNLOAD=1, CYPRESS_INSTALL_BINARY=0.';

export const browserDownload: PathRule = {
  kind: 'paths',
  id: 'browser-download',
  title: 'Downloaded browsers',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: [
    '**/ms-playwright/',
    '**/.local-browsers/',
    '**/.cache/puppeteer/',
    '**/.local-chromium/',
    '**/.cache/Cypress/',
    '**/.cache/selenium/',
    '**/.wdm/drivers/',
    '**/.cache/electron/',
  ],
  isExcused: ({ path }, image) => isBelow(path, namedPlaces(image)),
  what: 'browsers downloaded by test and automation tools',
  fix: FIX,
  fixCopied: FIX,
};
