// The page of a fleet in a browser: written by the built program from snapshots, a history, layers that were read, and a real
// fleet. What-if in the page is asked for the same bytes as the command. Needs Chromium.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import {
  AFTER_FRAME,
  findFaults,
  hasChromium,
  type PageBrowser,
  startBrowser,
} from '../support/open-page.ts';
import { writeShop } from '../support/shop-fleet.ts';
import { HOSTILE_REPOSITORY, makeLargeFleet, makeShopFleet } from './made-fleet-files.ts';
import { must } from './run-program.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SCREENSHOTS = join(tmpdir(), 'plimsoll-page-screenshots');
const REAL = join(process.env['PLIMSOLL_DOTNET'] ?? '/work/shared/data', 'dotnet-history.ndjson.gz');
const VIEWS = ['images', 'layers', 'sharing', 'blast', 'what-if', 'history', 'findings'];

/** In the page, as text: the browser's own names are none of the tests'. */
const FOCUSED_NODE = 'document.activeElement.dataset.key';
const NODE_LABELS =
  '[...document.querySelectorAll("[role=treeitem]")].map((node) => node.querySelector("title").textContent)';

const hasReal = existsSync(REAL);
if (!hasReal) console.warn(`SKIPPED: no ${REAL}; the page of a real fleet was not looked at`);

describe.skipIf(!hasChromium('the page of a fleet'))('the page of a fleet', () => {
  const folder = makeTemporaryFolder();
  const files = { shop: '', history: '', large: '', read: '', real: '' };
  const shopSnapshot = join(folder, 'shop.json');
  let browser: PageBrowser;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    mkdirSync(join(folder, 'history'));
    writeFileSync(shopSnapshot, JSON.stringify(makeShopFleet()));
    for (const day of [1, 2, 3])
      writeFileSync(join(folder, 'history', `${day}.json`), JSON.stringify(makeShopFleet(day)));
    writeFileSync(join(folder, 'large.json'), JSON.stringify(makeLargeFleet(1000, 10_000)));
    files.shop = await report('shop', shopSnapshot);
    files.history = await report('history', join(folder, 'history'));
    files.large = await report('large', join(folder, 'large.json'));
    files.read = await report('read', await writeShop(join(folder, 'images')), '--contents');
    if (hasReal) files.real = await report('real', REAL);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    console.log(`screenshots: ${SCREENSHOTS}`);
  });

  async function report(name: string, source: string, ...more: readonly string[]): Promise<string> {
    const file = join(SCREENSHOTS, `fleet-${name}.html`);
    const cache = ['--cache-dir', join(folder, 'cache')];
    await must(process.execPath, [PROGRAM, 'report', '--fleet', source, '-o', file, ...cache, ...more]);
    return file;
  }

  /** What the command says of the same changes. */
  async function askCommand(source: string, ...changes: readonly string[]) {
    const args = [PROGRAM, 'fleet', 'what-if', source, ...changes, '--format', 'json'];
    return JSON.parse(await must(process.execPath, args)) as Record<
      'before' | 'after',
      Record<string, number>
    >;
  }

  /** What the page says of a measure: now and then. */
  async function told(page: Page, measure: string): Promise<readonly number[]> {
    const values = page.locator(`[data-measure=${measure}] data`);
    return [
      Number(await values.nth(0).getAttribute('value')),
      Number(await values.nth(1).getAttribute('value')),
    ];
  }

  async function expectSame(page: Page, { before, after }: Awaited<ReturnType<typeof askCommand>>) {
    for (const measure of ['images', 'uniqueBytes', 'naiveBytes', 'nodeBytesEstimate'])
      expect([measure, ...(await told(page, measure))]).toEqual([measure, before[measure], after[measure]]);
  }

  /** It goes with the event that the browser sends behind the key. */
  async function closeDetail(page: Page): Promise<void> {
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  }

  async function pick(page: Page, ...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await page.getByPlaceholder('Filter images').fill(name);
      await page.locator('.pick', { hasText: name }).locator('input').first().check();
    }
    await page.getByPlaceholder('Filter images').fill('');
  }

  test.each([
    ['1,000 images and 10,000 layers', 'large'],
    ['a real fleet and its history', 'real'],
  ] as const)('opens with %s, whole', async (_, name) => {
    if (files[name] === '') return;
    const times: string[] = [];
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const page = await browser.open(files[name]);
      const took = await page.evaluate<number>(AFTER_FRAME);
      least = Math.min(least, took);
      times.push(`${Math.round(took)} ms, ${Math.round(await browser.measureWork(page))} of them at work`);
      expect(await page.locator('.load-line dd').count()).toBe(3);
      await browser.expectNoTrouble(page);
    }
    const size = statSync(files[name]).size;
    console.log(`${name}: ${times.join('; ')} (${size} bytes)`);
    // A quiet machine takes less than half a second, of which the page works a fifth of one; it may be busy with other things.
    expect(least).toBeLessThan(10_000);
  });

  test('every view of a large fleet is drawn in a part, and none takes long', async () => {
    const page = await browser.open(files.large);
    for (const view of VIEWS) {
      await page.locator(`#tab-${view}`).click();
      const took = await page.evaluate<number>(
        `(async () => { const start = performance.now(); await ${AFTER_FRAME}; return performance.now() - start; })()`,
      );
      expect(took).toBeLessThan(10_000);
    }
    await page.locator('#tab-layers').click();
    expect(await page.getByRole('table').first().getAttribute('aria-rowcount')).toBe('10001');
    expect(await page.locator('tbody tr').count()).toBeLessThan(200);
    await browser.expectNoTrouble(page);
  });

  test('walks from repositories to images to layers, by mouse and by key', async () => {
    const page = await browser.open(files.large);
    const before = await page.locator('.crumb-sum').textContent();
    await page.locator('button.box').first().click();
    expect(await page.locator('.crumbs button').count()).toBe(2);
    await page.locator('.crumbs button').first().click();
    expect(await page.locator('.crumb-sum').textContent()).toBe(before);
    await page.locator('.row-button').first().focus();
    await page.keyboard.press('Enter');
    const title = await page.locator('dialog h2').textContent();
    expect(title).toContain('team/');
    await page.locator('dialog .row-button').first().click();
    expect(await page.locator('dialog h2').textContent()).toMatch(/^Layer 1 of team\//);
    await page.locator('dialog .name-button').first().click();
    expect(await page.locator('dialog h2').textContent()).toContain('team/');
    await closeDetail(page);
    await browser.expectNoTrouble(page);
  });

  test('draws a graph of 1,000 images that a person can read, and that keys walk through', async () => {
    const page = await browser.open(files.large, { view: 'sharing' });
    const nodes = page.getByRole('treeitem');
    await nodes.first().waitFor();
    expect(await nodes.count()).toBeLessThan(50);
    expect(await nodes.first().locator('title').textContent()).toContain('1,000 images');
    await nodes.first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(FOCUSED_NODE)).toBe(await nodes.nth(1).getAttribute('data-key'));
    expect(await nodes.nth(1).getAttribute('aria-expanded')).toBe('false');
    const count = await nodes.count();
    await page.keyboard.press('ArrowRight');
    expect(await nodes.nth(1).getAttribute('aria-expanded')).toBe('true');
    expect(await nodes.count()).toBeGreaterThan(count);
    await page.keyboard.press('ArrowLeft');
    expect(await nodes.count()).toBe(count);
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(FOCUSED_NODE)).toBe('fleet');
    await browser.expectNoTrouble(page);
  });

  test('shows what stands on what, with the way to each image', async () => {
    const page = await browser.open(files.shop, { view: 'sharing' });
    const labels = await page.evaluate(NODE_LABELS);
    expect(labels).toEqual([
      'All images, 256 MB, 6 images',
      'shop/base:1, +30.2 MB, 4 on it',
      'shop/runtime:1, +48.0 MB, 3 on it',
      'shop/api:1, +32.0 MB',
      'shop/web:1, +12.0 MB',
      'shop/web:2, +13.0 MB',
      'shop/legacy:1, +121 MB',
    ]);
    await page.getByRole('treeitem', { name: /shop\/api/ }).click();
    await page.getByRole('button', { name: 'Details' }).click();
    await page.locator('dialog').getByRole('button', { name: 'shop/runtime:1' }).click();
    expect(await page.locator('dialog h2').textContent()).toBe('shop/runtime:1');
    await browser.expectNoTrouble(page);
  });

  test('tells what follows a change of a layer', async () => {
    const page = await browser.open(files.shop, { view: 'blast' });
    await page.locator('.bars button', { hasText: 'layer 1 of shop/base:1' }).click();
    const text = await page.locator('dialog').textContent();
    expect(text).toContain('5 images');
    // The system, certificates, the runtime, two webs, the dependencies and the api: all but what is legacy.
    expect(text).toContain('135 MB: it and 6 layers above it, each once');
    await browser.expectNoTrouble(page);
  });

  test('answers what-if with the bytes of the command', async () => {
    const page = await browser.open(files.shop, { view: 'what-if' });
    await pick(page, 'shop/legacy:1');
    await page.getByRole('button', { name: 'Remove them' }).click();
    await expectSame(page, await askCommand(shopSnapshot, '--drop', 'shop/legacy:1'));
    await pick(page, 'shop/web:1', 'shop/web:2');
    await page.getByRole('button', { name: 'Make each one layer' }).click();
    await pick(page, 'shop/api:1');
    await page.getByLabel('Build them on').fill('shop/base:1');
    await page.getByRole('button', { name: 'Move them', exact: true }).click();
    const asked = ['--drop', 'shop/legacy:1', '--squash', 'shop/web:*', '--move', 'shop/api:1=shop/base:1'];
    await expectSame(page, await askCommand(shopSnapshot, ...asked));
    // The command that the page names says the same.
    await page.getByText('The same as a command').click();
    const [, command] = /what-if (.*)/.exec((await page.locator('.changes code').textContent())!)!;
    const words = command!.split(' ').map((word) => word.replaceAll("'", ''));
    await expectSame(page, await askCommand(words[0]!, ...words.slice(1)));
    // An image on the runtime costs its own bytes and no more.
    await page.getByLabel('Add an image on').fill('shop/runtime:1');
    await page.getByLabel('with MB of its own').fill('7');
    const [, before] = await told(page, 'uniqueBytes');
    await page.getByRole('button', { name: 'Add it' }).click();
    expect((await told(page, 'uniqueBytes'))[1]).toBe(before! + 7_000_000);
    for (let left = 4; left > 0; left--)
      await page
        .getByRole('button', { name: /^Take back/ })
        .first()
        .click();
    const [now, then] = await told(page, 'uniqueBytes');
    expect(then).toBe(now);
    await browser.expectNoTrouble(page);
  });

  test('answers what-if of a large and of a real fleet with the bytes of the command', async () => {
    const large = await browser.open(files.large, { view: 'what-if' });
    await large.getByPlaceholder('Filter images').fill('service-4');
    await large.getByRole('button', { name: /^Pick these/ }).click();
    await large.getByRole('button', { name: 'Make each one layer' }).click();
    await expectSame(large, await askCommand(join(folder, 'large.json'), '--squash', 'team/service-4*'));
    await browser.expectNoTrouble(large);
    if (files.real === '') return;
    const real = await browser.open(files.real, { view: 'what-if' });
    await real.getByPlaceholder('Filter images').fill('windowsservercore');
    await real.getByRole('button', { name: /^Pick these/ }).click();
    await real.getByRole('button', { name: 'Remove them' }).click();
    await real.getByLabel('One system for all').selectOption('noble');
    await real.getByRole('button', { name: 'Use it' }).click();
    await expectSame(real, await askCommand(REAL, '--drop', '*windowsservercore*', '--one-os', 'noble'));
    await browser.expectNoTrouble(real);
  });

  test('tells a history, or how to get one', async () => {
    const page = await browser.open(files.history, { view: 'history' });
    const text = await page.locator('#view-history').textContent();
    expect(text).toContain('Bytes pushed, by snapshot');
    expect(await page.locator('.time-bars > div').count()).toBe(3);
    await page.getByRole('button', { name: 'shop/web:1' }).first().click();
    expect(await page.locator('dialog h2').textContent()).toBe('shop/web:1');
    await closeDetail(page);
    await page.locator('tr', { hasText: 'layer 4 of shop/web:1' }).getByRole('button').click();
    expect(await page.locator('dialog').textContent()).toContain('2 times in its place');
    await browser.expectNoTrouble(page);
    const other = await browser.open(files.shop, { view: 'history' });
    expect(await other.locator('#view-history').textContent()).toContain('plimsoll fleet snapshot');
    await browser.expectNoTrouble(other);
  });

  test('tells findings once with their images, and equal contents, where the layers were read', async () => {
    const page = await browser.open(files.read, { view: 'findings' });
    expect(await page.locator('.verdict').count()).toBe(1);
    await page.locator('.row-button').first().click();
    expect(await page.locator('dialog .fields').textContent()).toContain('image');
    await page.locator('dialog .name-button').first().click();
    expect(await page.locator('dialog').textContent()).toContain('Check');
    await closeDetail(page);
    await page.locator('#tab-layers').click();
    expect(await page.locator('#view-layers').textContent()).toMatch(/the same packages|equal but for times/);
    expect(await page.locator('.load-line').textContent()).toContain('Stored again');
    await browser.expectNoTrouble(page);
    const other = await browser.open(files.shop, { view: 'findings' });
    expect(await other.locator('#view-findings').textContent()).toContain('--contents');
    await browser.expectNoTrouble(other);
  });

  test('finds images, layers and findings; hostile names are text', async () => {
    const page = await browser.open(files.large);
    const field = page.getByRole('searchbox').first();
    await field.fill('onerror');
    expect(await page.locator('section[aria-label=Images] .hit').textContent()).toContain(HOSTILE_REPOSITORY);
    await page.locator('section[aria-label=Images] .hit').click();
    expect(await page.locator('dialog h2').textContent()).toContain(HOSTILE_REPOSITORY);
    await closeDetail(page);
    await field.fill('layer 10 of');
    expect(await page.locator('section[aria-label=Layers] .count').textContent()).toMatch(/^\d+/);
    await page.locator('section[aria-label=Layers] .hit').first().click();
    expect(await page.locator('dialog h2').textContent()).toMatch(/^Layer/);
    await browser.expectNoTrouble(page);
  });

  test('prints every view', async () => {
    const page = await browser.open(files.history);
    await page.emulateMedia({ media: 'print' });
    await page.locator('#view-findings .how-to').waitFor();
    for (const view of VIEWS) expect(await page.locator(`#view-${view}`).isVisible()).toBe(true);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    await browser.expectNoTrouble(page);
  });

  test('is written by the fleet commands too, the same', async () => {
    const shop = join(folder, 'images');
    const cache = ['--cache-dir', join(folder, 'cache')];
    const storage = await must(process.execPath, [
      PROGRAM,
      'fleet',
      'storage',
      shopSnapshot,
      '--format',
      'html',
    ]);
    expect(storage).toBe(readFileSync(files.shop, 'utf8'));
    const args = [PROGRAM, 'fleet', 'check', shop, '--fail-on', 'never', '--format', 'html', ...cache];
    expect(await must(process.execPath, args)).toContain('"check":{');
    const tree = [PROGRAM, 'fleet', 'tree', shop, '--contents', '--format', 'html', ...cache];
    expect(await must(process.execPath, tree)).toContain('"sameContents":[');
  });

  test.each(['light', 'dark'] as const)(
    'has no serious fault for those who cannot see it, in %s',
    async (colorScheme) => {
      for (const file of [files.history, files.read]) {
        const page = await browser.open(file, { colorScheme });
        for (const view of VIEWS) {
          await page.locator(`#tab-${view}`).click();
          expect([view, await findFaults(page)]).toEqual([view, []]);
        }
        if (file === files.read) {
          await page.locator('#view-findings .row-button').first().click();
          expect(['dialog', await findFaults(page)]).toEqual(['dialog', []]);
        }
        await browser.expectNoTrouble(page);
      }
    },
  );

  test.each([1280, 390])('is drawn at %d pixels without anything beside the page', async (width) => {
    const whole = hasReal ? 'real' : 'history';
    for (const [name, colorScheme, views] of [
      [whole, 'light', VIEWS],
      [whole, 'dark', VIEWS],
      ['read', 'light', ['images', 'layers', 'sharing', 'findings']],
    ] as const) {
      const page = await browser.open(files[name], { colorScheme, width });
      for (const view of views) {
        await page.locator(`#tab-${view}`).click();
        await page.evaluate(AFTER_FRAME);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        const path = join(SCREENSHOTS, `fleet-${name}-${view}-${width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true });
      }
      await browser.expectNoTrouble(page);
    }
  });
});
