// `npm run screenshots`: every page on the demo brand as it is at a first start, in four variants each (desktop and
// 390 px, light and dark), into docs/screenshots. A running instance can be shown instead: TRUECOUNT_SHOWN with its
// address and TRUECOUNT_DATA_DIR with its data folder.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { prepare, root } from './prepare.mjs';

const ready_ms_max = 180_000;
const settle_ms_max = 15_000;
/** Per picture: where it is, and what is done there before it is taken. */
const pages = {
  overview: ['/'],
  stock: ['/stock'],
  'stock-channels': ['/stock?view=channels'],
  sku: ['/stock/BAR-DATE-COCOA'],
  'sku-ledger': ['/stock/BAR-DATE-COCOA?tab=ledger'],
  'sku-channels': ['/stock/BAR-DATE-COCOA?tab=channels'],
  'sku-reservations': ['/stock/BAR-DATE-COCOA?tab=reservations'],
  'sku-settings': ['/stock/BAR-DATE-COCOA?tab=settings'],
  movements: ['/movements'],
  'movements-transfer': ['/movements?form=transfer'],
  alerts: ['/alerts'],
  'alert-drawer': ['/alerts', openFirstRow],
  'alerts-thresholds': ['/alerts/thresholds'],
  'alerts-silences': ['/alerts/silences'],
  'alerts-delivery': ['/alerts/delivery'],
  transfers: ['/transfers'],
  'transfer-new': ['/transfers/new'],
  'purchase-orders': ['/purchase-orders'],
  receive: ['/receive'],
  returns: ['/returns'],
  stocktakes: ['/stocktakes'],
  discrepancies: ['/discrepancies'],
  orders: ['/orders'],
  'order-drawer': ['/orders', openFirstRow],
  channels: ['/channels'],
  allocation: ['/allocation'],
  'why-drawer': ['/stock/BAR-DATE-COCOA?tab=channels', openWhy],
  promotions: ['/promotions'],
  simulations: ['/simulations'],
  catalogue: ['/catalogue'],
  'catalogue-drawer': ['/catalogue', openFirstRow],
  'catalogue-listings': ['/catalogue?tab=listings'],
  'catalogue-import': ['/catalogue/import'],
  ledger: ['/ledger'],
  'ledger-event': ['/ledger', openFirstRow],
  reports: ['/reports'],
  'report-valuation': ['/reports/valuation'],
  'report-sell-through': ['/reports/sell-through'],
  'report-cancellation-budget': ['/reports/cancellation-budget'],
  proof: ['/proof'],
  users: ['/users'],
  'users-keys': ['/users?tab=keys'],
  demo: ['/demo'],
  palette: ['/stock', openPalette],
  account: ['/?account=true', dialog],
  'not-found': ['/nowhere'],
};
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const schemes = ['light', 'dark'];

// A running instance has its build, which must not change beneath it.
await prepare({ build: process.env.TRUECOUNT_SHOWN === undefined });
const { chromium } = await import('@playwright/test');
const folder = path.join(root, 'docs', 'screenshots');
mkdirSync(folder, { recursive: true });
const shown = process.env.TRUECOUNT_SHOWN;
const data = shown === undefined ? mkdtempSync(path.join(tmpdir(), 'truecount-screens-')) : undefined;
const port = process.env.PORT ?? '3290';
const origin = shown ?? `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  PORT: port,
  TRUECOUNT_URL: origin,
  ...(data === undefined ? {} : { TRUECOUNT_DATA_DIR: data, DATABASE_URL: '' }),
};
const app =
  data === undefined
    ? undefined
    : spawn(process.execPath, ['scripts/start.mjs'], {
        cwd: root,
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
try {
  await readiness();
  const executablePath = await findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const session = await enter(browser);
  for (const [size, viewport] of Object.entries(sizes))
    for (const colorScheme of schemes) await shoot(browser, session, size, viewport, colorScheme);
  await browser.close();
  writeFileSync(path.join(folder, 'README.md'), index());
} finally {
  if (app !== undefined) {
    const ended = new Promise((resolve) => app.once('exit', resolve));
    app.kill('SIGTERM');
    await ended;
  }
  if (data !== undefined) rmSync(data, { recursive: true, force: true });
}

async function readiness() {
  const until = Date.now() + ready_ms_max;
  while (Date.now() < until) {
    if (app !== undefined && app.exitCode !== null) throw new Error('the application did not start');
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`not ready after ${ready_ms_max / 1000} s`);
}

/** One session for all pictures: the link works once. */
async function enter(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(ownerLink());
  await page.waitForURL(`${origin}/`);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function shoot(browser, session, size, viewport, colorScheme) {
  const look = { viewport, colorScheme, reducedMotion: 'reduce' };
  const outside = await browser.newContext(look);
  const entry = await outside.newPage();
  await entry.goto(`${origin}/sign-in`);
  await save(entry, 'sign-in', size, colorScheme);
  await outside.close();
  const context = await browser.newContext({ ...look, storageState: session });
  const page = await context.newPage();
  for (const [name, [address, act]] of Object.entries(pages)) {
    await page.goto(`${origin}${address}`);
    await settle(page);
    await act?.(page);
    await save(page, name, size, colorScheme);
  }
  await context.close();
}

async function openFirstRow(page) {
  await page.locator('tr[data-row]').first().click();
  await dialog(page);
}

async function openWhy(page) {
  await page.getByRole('button', { name: /^Why/ }).first().click();
  await dialog(page);
}

async function openPalette(page) {
  await page.locator('[data-live=live]').waitFor();
  await page.keyboard.press('Control+k');
  await dialog(page);
}

async function dialog(page) {
  await page.getByRole('dialog').first().waitFor();
}

async function settle(page) {
  await page.locator('h1, h2').first().waitFor();
  // What is still asked for says so or shimmers; a page that keeps one is shown with it.
  await page
    .waitForFunction(
      () =>
        document.querySelector(
          '[aria-busy="true"], main .animate-shimmer, [role=dialog] .animate-shimmer',
        ) === null && document.querySelector('[data-live]:not([data-live=live])') === null,
      undefined,
      { timeout: settle_ms_max },
    )
    .catch(() => undefined);
  await page.evaluate(() => document.fonts.ready);
}

async function save(page, name, size, colorScheme) {
  await settle(page);
  await page.screenshot({ path: path.join(folder, `${name}-${size}-${colorScheme}.png`) });
}

function index() {
  const variants = Object.keys(sizes).flatMap((size) => schemes.map((scheme) => `${size}-${scheme}`));
  const rows = ['sign-in', ...Object.keys(pages)].map(
    (name) =>
      `| ${name} | ${variants.map((variant) => `[${variant.replace('-', ', ')}](${name}-${variant}.png)`).join(' | ')} |`,
  );
  return [
    '# Screenshots',
    '',
    'Every page on the demo brand, made by `npm run screenshots`.',
    '',
    `| page |${' |'.repeat(variants.length)}`,
    `| --- |${' --- |'.repeat(variants.length)}`,
    ...rows,
    '',
    ...Object.keys(pages)
      .map((name) => `![${name}](${name}-desktop-light.png)`)
      .join('\n\n')
      .split('\n'),
    '',
  ].join('\n');
}

function ownerLink() {
  const made = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=react-server', 'scripts/admin.ts', 'owner-link'],
    { cwd: root, env, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  return made.stdout.trim();
}
