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
      { channel: 'e2e-web', sku },
      { channel: 'e2e-quick', sku },
    ],
  };
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
  for (const page of pages) {
    await page.goto(`/?sku=${sku}&search=${sku}`);
    await expect(page.getByRole('heading', { level: 2, name: `Kurta of ${sku}` })).toBeVisible();
    await expect(page.locator('[data-live=live]')).toBeVisible();
    const row = page
      .getByRole('region', { name: 'The sum per stock node' })
      .getByRole('row', { name: /E2E warehouse/ });
    await expect(row.getByRole('cell')).toHaveText(['40', '0', '0', '40', '5', '35', '0']);
    await expect(page.getByRole('region', { name: 'Listings per channel' })).toContainText('Not pushed');
    const ledger = page.getByRole('region', { name: 'Ledger of this SKU' });
    await expect(ledger.getByRole('row', { name: /Receipt/ })).toContainText('Purchase order PO-77');
  }

  await pages[0]?.getByRole('button', { name: new RegExp(sku) }).focus();
  await api.post({ type: 'order_placed', sku, quantity: 3, channel: 'e2e-web', order: 'W-1', line: '1' });

  for (const page of pages) {
    const row = page
      .getByRole('region', { name: 'The sum per stock node' })
      .getByRole('row', { name: /E2E warehouse/ });
    await expect(row.getByRole('cell')).toHaveText(['40', '3', '0', '37', '5', '32', '0']);
    const placed = page
      .getByRole('region', { name: 'Ledger of this SKU' })
      .getByRole('row', { name: /Order placed/ });
    await expect(placed).toContainText('Order W-1 · e2e-web');
    await expect(placed).toContainText('−3');
    const stock = page.getByRole('region', { name: 'Stock per SKU and node' });
    await expect(
      stock
        .getByRole('row', { name: new RegExp(sku) })
        .getByRole('cell')
        .first(),
    ).toHaveText('32');
  }
  await expect(ownerPage.getByRole('button', { name: new RegExp(sku) })).toBeFocused();
  await otherContext.close();
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
    await page.goto(`/?sku=${sku}&search=${sku}`);
    await expect(page.locator('[data-live=live]')).toBeVisible();
  }
  expect(streams).toBe(1);
  await first.close();
  await expect.poll(() => streams).toBe(2);
  await expect(second.locator('[data-live=live]')).toBeVisible();
  await api.post({ type: 'receipt', sku, quantity: 2, node: 'e2e-warehouse' });
  const stock = second.getByRole('region', { name: 'Stock per SKU and node' });
  await expect(
    stock
      .getByRole('row', { name: new RegExp(sku) })
      .getByRole('cell')
      .first(),
  ).toHaveText('12');
  await context.close();
});

test('says that it polls when the stream is out of reach, and still follows', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-POLL');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 7, node: 'e2e-warehouse' });
  await page.route('**/api/v1/stream', (route) => route.fulfill({ status: 503 }));
  await page.goto(`/?sku=${sku}&search=${sku}`);
  await expect(page.locator('[data-live=polling]')).toBeVisible({ timeout: 20_000 });
  await api.post({ type: 'receipt', sku, quantity: 1, node: 'e2e-warehouse' });
  const stock = page.getByRole('region', { name: 'Stock per SKU and node' });
  await expect(
    stock
      .getByRole('row', { name: new RegExp(sku) })
      .getByRole('cell')
      .first(),
  ).toHaveText('8', {
    timeout: 20_000,
  });
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
  await page.goto(`/?sku=${sku}&search=${sku}`);
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
  await page.goto('/');
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('e2e-page-');
  const stock = page.getByRole('region', { name: 'Stock per SKU and node' });
  const skus = stock.locator('tbody th');
  await expect(skus).toHaveCount(50);
  await stock.getByRole('button', { name: 'Load more SKUs' }).click();
  await expect(skus).toHaveCount(60);
  await expect(page).toHaveURL(/search=e2e-page-/);

  await expect(stock.locator('[aria-sort=ascending]')).toBeVisible();
  await stock.getByRole('button', { name: /^SKU.*sorted ascending/ }).click();
  await expect(stock.locator('[aria-sort=descending]')).toBeVisible();
  await expect(skus.first()).toContainText('E2E-PAGE-59');

  await skus.nth(1).getByRole('button').press('Enter');
  await expect(page).toHaveURL(/sku=E2E-PAGE-58/);
  await expect(page.getByText('Nothing has moved yet')).toBeVisible();
  await page.getByRole('button', { name: 'By channel' }).click();
  await expect(page).toHaveURL(/view=channels/);

  await page.getByRole('searchbox').fill('nothing is called like this');
  await expect(page.getByText('No SKU matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.locator('tbody th').first()).toBeVisible();
});

test('fits a phone without sideways scroll', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-PHONE');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 3, node: 'e2e-warehouse' });
  for (const width of [390, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`/?sku=${sku}&search=${sku}`);
    await expect(page.getByRole('row', { name: /Receipt/ })).toBeVisible();
    expect(await sidewaysPixels(page)).toBe(0);
  }
});
