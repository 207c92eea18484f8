// A report page in Chromium (/usr/bin/chromium, or what PLIMSOLL_CHROMIUM names), with every trouble that it makes kept.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const CHROMIUM = process.env['PLIMSOLL_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser; where there is none, it is said loudly. */
export function hasChromium(what: string): boolean {
  const isThere = existsSync(CHROMIUM);
  if (!isThere) console.warn(`SKIPPED: no Chromium at ${CHROMIUM}; ${what} was not looked at`);
  return isThere;
}

/** A browser for the tests of one file. */
export interface PageBrowser {
  /** Opens a file; `view` is what stands behind `#`. */
  readonly open: (
    file: string,
    options?: { readonly view?: string; readonly width?: number; readonly colorScheme?: 'light' | 'dark' },
  ) => Promise<Page>;
  /** Milliseconds that the page's own thread has worked since it was opened, whatever else the machine did meanwhile. */
  readonly measureWork: (page: Page) => Promise<number>;
  /** Closes a page that told of no error and no warning, and asked for nothing but itself. */
  readonly expectNoTrouble: (page: Page) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts it. */
export async function startBrowser(): Promise<PageBrowser> {
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const troubles = new Map<Page, string[]>();
  const sessions = new Map<Page, CDPSession>();
  return {
    open: async (file, { view, width = 1280, colorScheme = 'light' } = {}) => {
      const address = `file://${file}`;
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const told: string[] = [];
      troubles.set(page, told);
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') told.push(message.text());
      });
      page.on('pageerror', (error) => told.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (url.split('#')[0] !== address && !url.startsWith('data:')) told.push(`asked for ${url}`);
      });
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'threadTicks' });
      sessions.set(page, session);
      await page.goto(view === undefined ? address : `${address}#${view}`);
      await page.waitForSelector('h1');
      return page;
    },
    measureWork: async (page) => {
      const { metrics } = await sessions.get(page)!.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    },
    expectNoTrouble: async (page) => {
      await page.close();
      expect(troubles.get(page)).toEqual([]);
    },
    close: () => browser.close(),
  };
}

/** Milliseconds from the navigation to the frame behind the first whole drawing; as text, which the browser runs. */
export const AFTER_FRAME =
  'new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))))';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe finds that is serious or worse. */
export async function findFaults(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResult>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
