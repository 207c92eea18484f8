// The report page in a browser: what one clicks, what one searches, what a screen reader is told, how soon it is there. Needs
// Chromium: /usr/bin/chromium, or what PLIMSOLL_CHROMIUM names.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatPage } from '../../src/report/page/format-page.ts';
import type { PageDocument } from '../../src/report/page/page-document.ts';
import { HOSTILE_NAME, makePage } from './page-data.ts';
import { makeDifference } from './page-difference-data.ts';

const CHROMIUM = process.env['PLIMSOLL_CHROMIUM'] ?? '/usr/bin/chromium';
const TEMPLATE = fileURLToPath(new URL('../../dist/page.html', import.meta.url));
const FOLDER = join(tmpdir(), 'plimsoll-page-screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const IMAGE_VIEWS = ['overview', 'findings', 'files', 'layers', 'packages', 'secrets'];
const DIFFERENCE_VIEWS = ['overview', 'packages', 'files', 'layers', 'findings', 'config'];
const LIMIT_BYTES = 300_000;

// In the page, as text: the browser's own names are none of the tests'.
const AFTER_FRAME =
  'new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))))';
const FOCUSED_ROW = 'document.activeElement?.closest("tr")?.dataset.row';

const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.warn(`SKIPPED: no Chromium at ${CHROMIUM}; the report page was not looked at`);

describe.skipIf(!hasChromium)('the report page', () => {
  let browser: Browser;
  const template = hasChromium ? readFileSync(TEMPLATE, 'utf8') : '';
  const troubles: string[] = [];
  let [small, large, difference] = ['', '', ''];

  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    small = write('small.html', makePage(3000, 40));
    large = write('large.html', makePage(100_000, 500));
    difference = write('difference.html', makeDifference());
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    console.log(`screenshots: ${FOLDER}`);
  });

  function write(name: string, document: PageDocument): string {
    const file = join(FOLDER, name);
    writeFileSync(file, [...formatPage(template, document)].join(''));
    return `file://${file}`;
  }

  /** Opens a page that tells of every error, and of every request but the one for itself. */
  async function open(
    address: string,
    options: Parameters<Browser['newPage']>[0] = {},
    prepare: (page: Page) => Promise<void> = async () => {},
  ): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    await prepare(page);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (url.split('#')[0] !== address.split('#')[0] && !url.startsWith('data:'))
        troubles.push(`asked for ${url}`);
    });
    await page.goto(address);
    await page.waitForSelector('h1');
    return page;
  }

  async function expectNoTrouble(page: Page): Promise<void> {
    await page.close();
    expect(troubles.splice(0)).toEqual([]);
  }

  test(`its template has ${LIMIT_BYTES} bytes or less, and the licences of what is in it`, () => {
    console.log(`template: ${statSync(TEMPLATE).size} bytes`);
    expect(statSync(TEMPLATE).size).toBeLessThanOrEqual(LIMIT_BYTES);
    expect(template).toContain('preact');
    expect(template).toContain('Permission is hereby granted');
    expect(template).toContain('Permission to use, copy, modify');
  });

  test('opens with 100,000 paths and 500 findings, whole', async () => {
    const times: number[] = [];
    const cpuTimes: number[] = [];
    for (let i = 0; i < 3; i++) {
      let readCpuTime = async (): Promise<number> => 0;
      const page = await open(large, {}, async (fresh) => {
        readCpuTime = await watchCpuTime(fresh);
      });
      // From the navigation to the frame behind the first whole drawing.
      times.push(await page.evaluate<number>(AFTER_FRAME));
      cpuTimes.push(await readCpuTime());
      expect(await page.locator('.load-line dd').count()).toBe(4);
      expect(await page.locator('[role=tab]').nth(2).textContent()).toContain('100,000');
      await expectNoTrouble(page);
    }
    const list = (values: readonly number[]): string => values.map((ms) => `${Math.round(ms)} ms`).join(', ');
    console.log(
      `open: ${list(times)} by the clock, ${list(cpuTimes)} of the page's thread (${statSync(large.slice(7)).size} bytes)`,
    );
    // A quiet machine takes a quarter of a second, by the clock and of the thread.
    expect(Math.min(...times)).toBeLessThan(20_000);
    expect(Math.min(...cpuTimes)).toBeLessThan(2500);
  });

  test('walks into the treemap of 100,000 paths and back, by mouse and by keyboard', async () => {
    const page = await open(`${large}#files`);
    await page.locator('button.box').first().waitFor();
    const first = page.locator('button.box').first();
    const name = (await first.getAttribute('title'))!.split('/')[0]!;
    await first.click();
    expect(await page.locator('.crumbs button:disabled').textContent()).toBe(name);
    await page.locator('button.box').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.crumbs button').count()).toBe(3);
    // The focus went along, so that one can go on.
    await page.waitForFunction('document.activeElement?.matches("button.box")');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await page.locator('.crumbs button').count()).toBe(4);
    await page.locator('.crumbs button').first().click();
    expect(await page.locator('.crumbs button').count()).toBe(1);
    // The table goes the same ways.
    await page.locator('.row-button').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(FOCUSED_ROW)).toBe('1');
    await page.keyboard.press('Enter');
    expect(await page.locator('.crumbs button').count()).toBe(2);
    await expectNoTrouble(page);
  });

  test('divides files by cause, and adds up', async () => {
    const page = await open(`${small}#files`);
    await page.getByRole('button', { name: 'By cause' }).click();
    expect(await page.locator('button.box').count()).toBe(7);
    await page.locator('button.box', { hasText: 'pip-cache' }).click();
    expect(await page.locator('.crumb-cause').textContent()).toBe('Title of pip-cache');
    const sum = await page.locator('.crumb-sum strong').textContent();
    await page.getByRole('tab', { name: 'Overview' }).click();
    const bar = page.locator('.bars li', { hasText: 'Title of pip-cache' });
    expect(await bar.locator('strong').textContent()).toBe(sum);
    await expectNoTrouble(page);
  });

  test('draws a part of 100,000 rows, and goes through all of them by key', async () => {
    const page = await open(`${large}#files`);
    await page.getByRole('button', { name: 'All files, largest first' }).click();
    const table = page.getByRole('table');
    expect(await table.getAttribute('aria-rowcount')).toBe('100001');
    expect(await table.locator('tbody tr').count()).toBeLessThan(100);
    await table.locator('.row-button').first().focus();
    for (let i = 0; i < 30; i++) await page.keyboard.press('PageDown');
    expect(await page.evaluate(FOCUSED_ROW)).toBe('420');
    await table.getByRole('button', { name: 'Path' }).click();
    expect(await table.locator('tbody .row-button').first().textContent()).toContain('app/node_modules');
    await page.locator('.table-frame').evaluate((frame) => {
      frame.scrollTop = frame.scrollHeight;
    });
    await table.locator('tr[data-row="99999"]').waitFor();
    await expectNoTrouble(page);
  });

  test('finds paths, packages and findings, and leads there', async () => {
    const page = await open(large);
    const field = page.getByRole('searchbox');
    await field.fill('file-99998.js');
    await page.locator('.hit').first().click();
    expect(await page.locator('dialog h2').textContent()).toContain('file-99998.js');
    await page.getByRole('button', { name: 'Show its folder' }).click();
    expect(await page.locator('.crumbs button').count()).toBe(5);
    await field.fill('package-12');
    await page.locator('section[aria-label=Packages] .hit').first().click();
    expect(await page.locator('dialog h2').textContent()).toContain('package-12');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog').count()).toBe(0);
    await field.fill('step 499');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#finding-499[open] .fix').waitFor();
    await expectNoTrouble(page);
  });

  test('tells where secrets are, and lighter packages', async () => {
    const page = await open(`${small}#secrets`);
    await page.locator('.finding summary').first().click();
    expect(await page.locator('.finding-body').textContent()).toContain('byte 17');
    await page.getByRole('tab', { name: 'Packages' }).click();
    await page.getByRole('button', { name: 'package-1', exact: true }).click();
    expect(await page.locator('dialog').textContent()).toContain('lighter-1 saves 58.0 MB');
    await expectNoTrouble(page);
  });

  test('shows hostile names as text', async () => {
    const page = await open(`${small}#packages`);
    await page.getByRole('searchbox').fill('onerror');
    expect(await page.locator('.hits').textContent()).toContain('</script><img src=x');
    // A mark that turns the text around is told, not obeyed.
    expect(await page.locator('.hits').textContent()).toContain('\\u{202e}');
    expect(await page.title()).toBe('shop/web:1.4.2 - Plimsoll');
    expect(HOSTILE_NAME).toContain('\u202e');
    await expectNoTrouble(page);
  });

  test('goes from view to view by arrow keys, and remembers the view in the address', async () => {
    const page = await open(small);
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(page.url()).toMatch(/#findings$/);
    await page.keyboard.press('End');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toContain('Secrets');
    await page.goBack();
    expect(await page.getByRole('tab', { selected: true }).textContent()).toContain('Findings');
    await expectNoTrouble(page);
  });

  test('prints every view', async () => {
    const page = await open(small);
    await page.emulateMedia({ media: 'print' });
    await page.locator('#view-secrets .fix').first().waitFor();
    for (const view of IMAGE_VIEWS) expect(await page.locator(`#view-${view}`).isVisible()).toBe(true);
    await expectNoTrouble(page);
  });

  test.each(['light', 'dark'] as const)(
    'has no serious fault for those who cannot see it, in %s',
    async (colorScheme) => {
      for (const [address, views] of [
        [small, IMAGE_VIEWS],
        [difference, DIFFERENCE_VIEWS],
      ] as const) {
        const page = await open(address, { colorScheme });
        await page.evaluate(AXE);
        for (const view of views) {
          await page.locator(`#tab-${view}`).click();
          expect([view, await findFaults(page)]).toEqual([view, []]);
        }
        if (address === small) {
          await page.locator('#tab-packages').click();
          await page.locator('.row-button').first().click();
          expect(['dialog', await findFaults(page)]).toEqual(['dialog', []]);
        }
        await expectNoTrouble(page);
      }
    },
  );

  test.each([1280, 390])('is drawn at %d pixels without anything beside the page', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const [name, address, views] of [
        ['image', small, IMAGE_VIEWS],
        ['difference', difference, DIFFERENCE_VIEWS],
      ] as const) {
        const page = await open(address, { colorScheme, viewport: { width, height: 900 } });
        for (const view of views) {
          await page.locator(`#tab-${view}`).click();
          await page.evaluate(AFTER_FRAME);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
          await page.screenshot({
            path: join(FOLDER, `${name}-${view}-${width}-${colorScheme}.png`),
            fullPage: true,
          });
        }
        await expectNoTrouble(page);
      }
  });
});

/** Counts what the page's own thread takes, in milliseconds: the same on a busy machine and a quiet one. */
async function watchCpuTime(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

async function findFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate<AxeResult>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
