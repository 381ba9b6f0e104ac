import type { Page } from '@playwright/test';
import { expect, sidewaysPixels, test, unique } from './fixtures';

const nodes = [
  { node: 'e2e-warehouse', name: 'E2E warehouse', kind: 'warehouse', timeZone: 'Asia/Kolkata' },
  { node: 'e2e-dark', name: 'E2E dark store', kind: 'dark_store', timeZone: 'Asia/Kolkata' },
];
const channels = [
  { channel: 'e2e-web', name: 'E2E web', kind: 'webshop', connector: 'none', sources: ['e2e-warehouse'] },
  {
    channel: 'e2e-quick',
    name: 'E2E quick',
    kind: 'quick_commerce',
    connector: 'none',
    sources: ['e2e-dark'],
  },
];

function catalogue(sku: string) {
  return {
    skus: [{ sku, name: `Kurta of ${sku}`, category: 'E2E', price: 1299 }],
    nodes,
    channels,
    listings: [
      { channel: 'e2e-web', sku, mode: 'fixed_share' },
      { channel: 'e2e-quick', sku, mode: 'fixed_share' },
    ],
  };
}

/** What may be sold of the SKU over all nodes, as the matrix says it. */
function toSell(page: Page, sku: string) {
  return page
    .getByRole('region', { name: 'Stock per SKU and node' })
    .getByRole('row', { name: new RegExp(sku) })
    .getByRole('cell')
    .first();
}

test('shows the sum, the listings and the ledger of a SKU, and every browser follows', async ({
  api,
  browser,
  owner,
  ownerPage,
}) => {
  const sku = unique('E2E-LIVE');
  await api.putCatalog({ ...catalogue(sku), safetyStock: [{ sku, node: 'e2e-warehouse', units: 5 }] });
  await api.post({ type: 'receipt', sku, quantity: 40, node: 'e2e-warehouse', purchaseOrder: 'PO-77' });

  const otherContext = await browser.newContext({ storageState: owner });
  const pages = [ownerPage, await otherContext.newPage()];
  const sums = (page: Page) =>
    page
      .getByRole('region', { name: 'The sum per stock node' })
      .getByRole('row', { name: /E2E warehouse/ })
      .getByRole('cell');
  for (const page of pages) {
    await page.goto(`/stock/${sku}`);
    await expect(page.getByRole('heading', { level: 1, name: `Kurta of ${sku}` })).toBeVisible();
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await expect(sums(page)).toHaveText(['40', '0', '0', '40', '5', '35', '0']);
    await page.getByRole('tab', { name: 'Channels' }).click();
    await expect(page.getByRole('region', { name: 'Listings per channel' })).toContainText('Not pushed');
    await page.getByRole('tab', { name: 'Ledger' }).click();
    const ledger = page.getByRole('region', { name: 'Ledger of this SKU' });
    await expect(ledger.getByRole('row', { name: /Receipt/ })).toContainText('Purchase order PO-77');
  }

  await api.post({ type: 'order_placed', sku, quantity: 3, channel: 'e2e-web', order: 'W-1', line: '1' });

  for (const page of pages) {
    const placed = page
      .getByRole('region', { name: 'Ledger of this SKU' })
      .getByRole('row', { name: /Order placed/ });
    await expect(placed).toContainText('Order W-1 · e2e-web');
    await expect(placed).toContainText('−3');
    await page.getByRole('tab', { name: 'Nodes' }).click();
    await expect(sums(page)).toHaveText(['40', '3', '0', '37', '5', '32', '0']);
  }
  // What stands on the screen follows by itself, on both.
  await api.post({ type: 'order_placed', sku, quantity: 2, channel: 'e2e-web', order: 'W-2', line: '1' });
  for (const page of pages) await expect(sums(page)).toHaveText(['40', '5', '0', '35', '5', '30', '0']);
  await otherContext.close();
});

test('the row under the focus stays where it is while its numbers change', async ({
  api,
  ownerPage: page,
}) => {
  const group = unique('E2E-STILL');
  const skus = ['B', 'C', 'D'].map((letter) => `${group}-${letter}`);
  await api.putCatalog({
    ...catalogue(group),
    skus: skus.map((sku) => ({ sku, name: `Still ${sku}` })),
    listings: [],
  });
  await api.post(...skus.map((sku) => ({ type: 'receipt', sku, quantity: 9, node: 'e2e-warehouse' })));
  await page.goto(`/stock?search=${group}`);
  await expect(page.locator('[data-live=live]')).toBeVisible();
  const rows = page.locator('tr[data-row]');
  await expect(rows).toHaveCount(3);
  await rows.nth(1).focus();
  const place = async () => {
    const box = await rows.nth(1).boundingBox();
    return [box?.y, box?.height];
  };
  const before = await place();

  // A SKU that belongs above the others comes, and the one under the focus changes.
  await api.putCatalog({ skus: [{ sku: `${group}-A`, name: 'Still first' }] });
  await api.post(
    { type: 'receipt', sku: `${group}-A`, quantity: 1, node: 'e2e-warehouse' },
    { type: 'receipt', sku: `${group}-C`, quantity: 4, node: 'e2e-warehouse' },
  );
  await expect(toSell(page, `${group}-C`)).toContainText('to sell 13');
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toBeFocused();
  expect(await place()).toEqual(before);

  await page.getByRole('searchbox').focus();
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText(`${group}-A`);
});

test('cells are reached by keyboard and say how their sum comes about', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-CELL');
  await api.putCatalog({ ...catalogue(sku), safetyStock: [{ sku, node: 'e2e-warehouse', units: 2 }] });
  await api.post({ type: 'receipt', sku, quantity: 7, node: 'e2e-warehouse' });
  await page.goto(`/stock?search=${sku}`);
  await page.locator('tr[data-row]').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'All nodes' });
  await expect(details).toContainText('Safety stock');
  await expect(details.getByText('Available to sell').locator('..')).toContainText('5');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-cell]').first()).toBeFocused();
});

test('tabs of one browser share one live connection, and the last one keeps it', async ({
  api,
  browser,
  owner,
}) => {
  const sku = unique('E2E-TABS');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 10, node: 'e2e-warehouse' });
  const context = await browser.newContext({ storageState: owner });
  let streams = 0;
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/stream') streams++;
  });
  const first = await context.newPage();
  const second = await context.newPage();
  for (const page of [first, second]) {
    await page.goto(`/stock?search=${sku}`);
    await expect(page.locator('[data-live=live]')).toBeVisible();
  }
  expect(streams).toBe(1);
  await first.close();
  await expect.poll(() => streams).toBe(2);
  await expect(second.locator('[data-live=live]')).toBeVisible();
  await api.post({ type: 'receipt', sku, quantity: 2, node: 'e2e-warehouse' });
  await expect(toSell(second, sku)).toContainText('to sell 12');
  await context.close();
});

test('says that it polls when the stream is out of reach, and still follows', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-POLL');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 7, node: 'e2e-warehouse' });
  await page.route('**/api/v1/stream?*', (route) => route.fulfill({ status: 503 }));
  await page.goto(`/stock?search=${sku}`);
  await expect(page.locator('[data-live=polling]')).toBeVisible({ timeout: 20_000 });
  await api.post({ type: 'receipt', sku, quantity: 1, node: 'e2e-warehouse' });
  await expect(toSell(page, sku)).toContainText('to sell 8', { timeout: 20_000 });
});

test('compares with what separate systems would believe', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-DAY');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 847, node: 'e2e-warehouse' });
  const transfer = {
    sku,
    quantity: 124,
    transfer: 'E2E-T1',
    line: '1',
    from: 'e2e-warehouse',
    to: 'e2e-dark',
  };
  await api.post({ type: 'transfer_dispatched', ...transfer });
  await api.post({ type: 'transfer_received', ...transfer });
  await api.post(
    { type: 'order_placed', sku, quantity: 312, channel: 'e2e-web', order: 'D-1', line: '1' },
    { type: 'order_placed', sku, quantity: 47, channel: 'e2e-quick', order: 'D-2', line: '1' },
  );
  await page.goto(`/stock/${sku}?tab=channels`);
  const levels = page.getByRole('region', { name: "What each channel's own system would show" });
  await expect(levels.getByRole('row', { name: /E2E web/ }).getByRole('cell')).toHaveText([
    '847',
    '312',
    '535',
  ]);
  await expect(levels.getByRole('row', { name: /E2E quick/ }).getByRole('cell')).toHaveText([
    '124',
    '47',
    '77',
  ]);
  await expect(page.getByText('They believe in').locator('..')).toContainText('612');
  await expect(page.getByText('The ledger has left').locator('..')).toContainText('488');
});

test('filters, sorts and pages on the server, and keeps it in the address', async ({
  api,
  ownerPage: page,
}) => {
  const names = Array.from({ length: 60 }, (_, index) => String(index).padStart(2, '0'));
  await api.putCatalog({
    skus: names.map((name) => ({ sku: `E2E-PAGE-${name}`, name: `Paged ${name}`, category: 'E2E paging' })),
    nodes,
    channels,
  });
  await page.goto('/stock');
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('e2e-page-');
  const stock = page.getByRole('region', { name: 'Stock per SKU and node' });
  const skus = stock.locator('tbody th');
  await expect(skus).toHaveCount(50);
  await expect(page).toHaveURL(/search=e2e-page-/);

  await expect(stock.locator('[aria-sort=ascending]')).toBeVisible();
  await stock.getByRole('button', { name: /^SKU.*sorted ascending/ }).click();
  await expect(stock.locator('[aria-sort=descending]')).toBeVisible();
  await expect(skus.first()).toContainText('E2E-PAGE-59');
  await stock.getByRole('button', { name: 'Load more' }).click();
  await expect(skus).toHaveCount(60);

  // Into the last row and Back again: filters, order, both pages and the place are there.
  await page.keyboard.press('/');
  await page.locator('tr[data-row]').last().focus();
  await page.locator('tr[data-row]').last().scrollIntoViewIfNeeded();
  const scrolled = await stock.evaluate((box) => box.scrollTop);
  expect(scrolled).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/stock\/E2E-PAGE-00/);
  await expect(page.getByText('No unit was ever received anywhere.')).toBeVisible();
  await page.goBack();
  await expect(skus).toHaveCount(60);
  await expect(page.getByRole('searchbox')).toHaveValue('e2e-page-');
  await expect(stock.locator('[aria-sort=descending]')).toBeVisible();
  await expect.poll(() => stock.evaluate((box) => box.scrollTop)).toBe(scrolled);

  await page.getByRole('radio', { name: 'By channel' }).check();
  await expect(page).toHaveURL(/view=channels/);
  await page.getByRole('searchbox').fill('nothing is called like this');
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(page.locator('tbody th').first()).toBeVisible();
});

test('a view kept under a name is there again', async ({ ownerPage: page }) => {
  const name = unique('View');
  await page.goto('/stock?risk=at_risk&sort=name');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Name of the view').fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  await page.goto('/stock');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name, exact: true }).click();
  await expect(page).toHaveURL(/risk=at_risk/);
  await expect(page.getByLabel('Risk')).toHaveValue('at_risk');
  await expect(page).toHaveURL(/sort=name/);
});

test('fits a phone without sideways scroll', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-PHONE');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 3, node: 'e2e-warehouse' });
  // Narrower than the phone that every page is examined on.
  await page.setViewportSize({ width: 360, height: 800 });
  for (const [path, row] of [
    [`/stock?search=${sku}`, new RegExp(sku)],
    [`/stock/${sku}`, /E2E warehouse/],
    [`/stock/${sku}?tab=ledger`, /Receipt/],
    [`/ledger?sku=${sku}`, /Receipt/],
    ['/', /Receipt/],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('row', { name: row }).first()).toBeVisible();
    expect(await sidewaysPixels(page), path).toBe(0);
  }
});
