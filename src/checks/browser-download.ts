// Browsers that Playwright, Puppeteer, Cypress and Selenium download. Tests and PDF makers need them, so this is advice.
import { parentOf } from './exceptions/path-parts.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

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
  isExcused: isMeant,
  what: 'browsers downloaded by test and automation tools',
  fix: 'Where the image does not drive a browser, skip the download: PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1, PUPPETEER_SKIP_DOWNLOAD=1, CYPRESS_INSTALL_BINARY=0.',
};

/** A variable that names the place, or the executable in it, says that the image means to have the browser. */
function isMeant({ path }: OfferedFile, image: ImageLook): boolean {
  const places = ['PLAYWRIGHT_BROWSERS_PATH', 'PUPPETEER_CACHE_DIR', 'CYPRESS_CACHE_FOLDER'].map(
    (name) => image.env.get(name)?.replace(/\/+$/, '') ?? '',
  );
  const executable = image.env.get('PUPPETEER_EXECUTABLE_PATH') ?? '';
  return [...places, parentOf(executable)].some(
    (place) => place !== '' && `/${path}`.startsWith(`${place}/`),
  );
}
