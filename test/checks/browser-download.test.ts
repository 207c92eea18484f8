import { describe, expect, it } from 'vitest';
import { browserDownload } from '../../src/checks/browser-download.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('browser-download', () => {
  const chrome = 'root/.cache/puppeteer/chrome/linux-126.0/chrome-linux64/chrome';

  it('finds browsers, as advice', async () => {
    await expectFound(browserDownload, [
      'root/.cache/ms-playwright/chromium-1091/chrome-linux/chrome',
      'ms-playwright/firefox-1424/firefox/firefox',
      'srv/app/node_modules/playwright-core/.local-browsers/chromium-1091/x',
      chrome,
      'srv/app/node_modules/puppeteer/.local-chromium/linux-1/chrome',
      'root/.cache/Cypress/13.0.0/Cypress/Cypress',
      'root/.cache/selenium/chrome/linux64/126/chrome',
      'root/.wdm/drivers/chromedriver/linux64/126/chromedriver',
      'root/.cache/electron/1a/electron-v28.0.0-linux-x64.zip',
    ]);
    expect(browserDownload.tier).toBe('advice');
  });

  it('leaves alone browsers whose place a variable names', async () => {
    await expectLeft(browserDownload, ['ms-playwright/firefox-1424/firefox/firefox'], {
      env: { PLAYWRIGHT_BROWSERS_PATH: '/ms-playwright' },
    });
    await expectLeft(browserDownload, [chrome], { env: { PUPPETEER_EXECUTABLE_PATH: `/${chrome}` } });
    await expectLeft(browserDownload, [chrome], { env: { PUPPETEER_CACHE_DIR: '/root/.cache/puppeteer/' } });
    await expectFound(browserDownload, [chrome], [], {
      env: { PUPPETEER_EXECUTABLE_PATH: '/usr/bin/chromium' },
    });
  });
});
