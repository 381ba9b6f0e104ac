import { admin, examine, expect, expectAccessible, test, unique } from './fixtures';

test('sign-in', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByText('First time, or password lost?').click();
  await examine(page);
});

test('a closed link', async ({ page }) => {
  await page.goto('/enter?token=nonsense');
  await expect(page.getByRole('heading', { name: 'This link is not known here' })).toBeVisible();
  await examine(page);
});

test('an invitation', async ({ page, origin }) => {
  await page.goto(
    await admin(
      origin,
      'user',
      'invite',
      '--email',
      `${unique('axe').toLowerCase()}@example.com`,
      '--role',
      'viewer',
    ),
  );
  await expect(page.getByRole('button', { name: 'Join and sign in' })).toBeVisible();
  await examine(page);
});

test('overview, stock, a SKU and the ledger', async ({ api, ownerPage: page }) => {
  // Every page of stock, four examinations each.
  test.setTimeout(240_000);
  const sku = unique('E2E-AXE');
  await api.putCatalog({
    skus: [{ sku, name: 'Kurta for axe' }],
    nodes: [{ node: 'e2e-axe', name: 'Axe warehouse', kind: 'warehouse' }],
    channels: [
      { channel: 'e2e-axe', name: 'Axe shop', kind: 'webshop', connector: 'none', sources: ['e2e-axe'] },
    ],
    listings: [{ channel: 'e2e-axe', sku }],
    safetyStock: [{ sku, node: 'e2e-axe', units: 12 }],
  });
  await api.post(
    { type: 'receipt', sku, quantity: 9, node: 'e2e-axe' },
    { type: 'order_placed', sku, quantity: 2, channel: 'e2e-axe', order: 'A-1', line: '1' },
  );
  for (const [path, row] of [
    ['/', /Receipt/],
    [`/stock?search=${sku}`, new RegExp(sku)],
    [`/stock?search=${sku}&view=channels`, new RegExp(sku)],
    [`/stock/${sku}`, /Axe warehouse/],
    [`/stock/${sku}?tab=ledger`, /Order placed/],
    [`/stock/${sku}?tab=channels`, /Axe shop/],
    [`/stock/${sku}?tab=settings`, /Axe warehouse/],
    [`/ledger?sku=${sku}`, /Order placed/],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('row', { name: row }).first()).toBeVisible();
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await examine(page);
  }
});

test('an event and the question before it is taken back', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-AXE-EVENT');
  await api.putCatalog({
    skus: [{ sku, name: 'Kurta for axe' }],
    nodes: [{ node: 'e2e-axe', name: 'Axe warehouse', kind: 'warehouse' }],
  });
  await api.post({ type: 'receipt', sku, quantity: 9, node: 'e2e-axe' });
  await page.goto(`/ledger?sku=${sku}`);
  await page.locator('tr[data-row]').click();
  await expect(page.getByRole('dialog', { name: 'Receipt, 9 units' })).toBeVisible();
  await examine(page);
  await page.getByRole('button', { name: 'Take back…' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await examine(page);
});

test('the palette, the shortcuts and the menu of a phone', async ({ ownerPage: page }) => {
  // Nine examinations.
  test.slow();
  await page.goto('/stock');
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Find a SKU or a page' })).toBeVisible();
  await examine(page);
  await page.getByText('Keyboard shortcuts').click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await examine(page);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('link', { name: 'Ledger' }).click();
  await expect(page).toHaveURL(/\/ledger/);
});

for (const [path, sign] of [
  ['/movements', 'Entered lately'],
  ['/movements?form=transfer', 'Entered lately'],
  ['/alerts', 'Alerts'],
  ['/alerts/thresholds', 'Alert thresholds'],
  ['/alerts/delivery', 'Alert delivery'],
  ['/alerts/silences', 'Silences'],
  ['/reports', 'Reports'],
  ['/orders', 'Orders'],
  ['/channels', 'Channels'],
  ['/proof', 'Last runs'],
  ['/users', 'Users and keys'],
  ['/users?tab=keys', 'Users and keys'],
  ['/users?tab=sessions', 'Users and keys'],
  ['/users?tab=audit', 'Users and keys'],
] as const)
  test(path, async ({ ownerPage: page }) => {
    // Four examinations of a page with a table.
    test.slow();
    await page.goto(path);
    await expect(page.getByRole('heading', { name: sign, exact: true })).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await examine(page);
  });

test('the account dialog', async ({ ownerPage: page }) => {
  await page.goto('/?account=true');
  await expect(page.getByRole('dialog', { name: 'Account' })).toBeVisible();
  await examine(page);
});

test('a page that is not there', async ({ ownerPage: page }) => {
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
  await examine(page);
});
