import { gzipSync } from 'node:zlib';
import { chromium, type Page } from '@playwright/test';
import { RunningApp } from '@/e2e/running-app';
import { findBrowser } from '@/scripts/browser.mjs';
import type { Figure } from './report';

const bytes_max = 250_000;
const pages = [
  '/sign-in',
  '/',
  '/stock',
  '/stock/BAR-DATE-COCOA',
  '/ledger',
  '/catalogue',
  '/catalogue/import',
  '/movements',
  '/orders',
  '/channels',
  '/alerts',
  '/transfers',
  '/purchase-orders',
  '/receive',
  '/stocktakes',
  '/returns',
  '/discrepancies',
  '/reports',
  '/reports/valuation',
  '/imports',
  '/allocation',
  '/promotions',
  '/simulations',
  '/proof',
  '/users',
  '/demo',
];
/** Charts come lazily, but some are in sight at once: what draws them is left out by a name that only it has. */
const charts = /CartesianGrid|recharts/;

/**
 * Script that a page loads before anybody touches it, gzipped, without the charts: in a real browser, from the production
 * build that is there (`npm start` or `npm test` makes it).
 */
export async function benchScriptSize(): Promise<Figure[]> {
  const app = await RunningApp.start({ demo: 'paused' });
  const executablePath = await findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox'],
  });
  try {
    const entered = await browser.newContext();
    const entry = await entered.newPage();
    await entry.goto(await app.admin('owner-link'));
    await entry.waitForURL(`${app.url}/`);
    const storageState = await entered.storageState();
    await entered.close();
    const figures: Figure[] = [];
    for (const path of pages) {
      const context = await browser.newContext(path === '/sign-in' ? {} : { storageState });
      const bytes = await scriptBytes(await context.newPage(), `${app.url}${path}`);
      await context.close();
      figures.push({
        section: 'screens',
        name: `script of ${path}`,
        value: bytes / 1000,
        unit: 'kB',
        goal: '< 250 kB gzipped, without charts',
        met: bytes < bytes_max,
      });
    }
    return figures;
  } finally {
    await browser.close();
    await app.remove();
  }
}

async function scriptBytes(page: Page, url: string): Promise<number> {
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body());
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  const loaded = await Promise.all(bodies);
  return loaded
    .filter((body) => !charts.test(body.toString()))
    .reduce((sum, body) => sum + gzipSync(body).length, 0);
}
