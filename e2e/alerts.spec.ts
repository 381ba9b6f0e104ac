import { expect, test, unique } from './fixtures';

test('alerts open by their events, are taken by one of two, and resolve when the cause is gone', async ({
  api,
  browser,
  owner,
  ownerPage: page,
}) => {
  const sku = unique('E2E-ALERT');
  const node = sku.toLowerCase();
  const name = `Shop of ${sku}`;
  await api.putCatalog({
    skus: [{ sku, name: 'Kurta that runs low', price: 499, unitCost: 199 }],
    nodes: [{ node, name: `Warehouse of ${sku}`, kind: 'warehouse' }],
    channels: [{ channel: node, name, kind: 'webshop', connector: 'none', sources: [node] }],
    listings: [{ channel: node, sku, threshold: 20, mode: 'fixed_share' }],
    safetyStock: [{ sku, units: 15 }],
  });
  await api.post({ type: 'receipt', sku, node, quantity: 60 });
  // At a first start the listings of the demo come first.
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`/api/v1/listings?channel=${node}`);
        return (await answer.json()).items[0]?.target;
      },
      { timeout: 90_000 },
    )
    .toBe(45);
  await page.goto(`/alerts?sku=${sku}`);
  await expect(page.getByText('Nothing matches').or(page.getByText('Nothing is wrong'))).toBeVisible();

  // 60 − 50: the listing falls to −5 clamped, the SKU below its safety stock, and the warehouse counts 2 less.
  await api.post({ type: 'order_placed', sku, channel: node, order: `o-${sku}`, line: '1', quantity: 50 });
  await api.post({ type: 'node_snapshot', sku, node, onHand: 58, takenAt: new Date().toISOString() });
  const rows = page.getByRole('region', { name: 'Open alerts' }).locator('tr[data-row]');
  const row = (words: string) => rows.filter({ hasText: words });
  await expect(row('Listing below threshold')).toContainText('0 / 20');
  await expect(row('Below safety stock')).toContainText('10 / 15');
  await expect(row('Ledger against physical')).toContainText('2 / 0');
  await expect(rows).toHaveCount(3);
  await expect(page.locator('[data-open-alerts]')).not.toHaveAttribute('data-open-alerts', '0');

  // A second browser sees the same alert being taken.
  const other = await (await browser.newContext({ storageState: owner })).newPage();
  await other.goto(`/alerts?sku=${sku}&tab=acknowledged`);
  await row('Below safety stock').focus();
  await page.keyboard.press('a');
  await expect(page.getByText('1 alert acknowledged')).toBeVisible();
  await expect(other.locator('tr[data-row]').filter({ hasText: 'Below safety stock' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(other.locator('tr[data-row]').filter({ hasText: 'Below safety stock' })).toHaveCount(0);
  await other.context().close();

  await row('Ledger against physical').click();
  const drawer = page.getByRole('dialog', { name: 'Ledger against physical' });
  await expect(drawer).toContainText(`the ledger has 60 of ${sku}, and 58 are there: 2 apart, 0 tolerated`);
  await expect(drawer.getByRole('button', { name: 'Resolve…' })).toHaveCount(0);
  await drawer.getByRole('button', { name: 'Snooze…' }).click();
  await page.getByRole('alertdialog').getByLabel('For how long').selectOption('worse');
  await page.getByRole('button', { name: 'Snooze 1 alert' }).click();
  await expect(drawer).toContainText('Snoozed by');
  await page.keyboard.press('Escape');
  // A row behind an open drawer is there for no reader.
  await expect(drawer).toBeHidden();

  await api.post({ type: 'receipt', sku, node, quantity: 40 });
  await expect(rows).toHaveCount(0);
  await page.getByRole('tab', { name: 'Resolved' }).click();
  const resolved = page.getByRole('region', { name: 'Resolved alerts' }).locator('tr[data-row]');
  await expect(resolved).toHaveCount(2);
  await expect(resolved.first()).toContainText('by itself');
  await page.getByRole('tab', { name: 'Snoozed' }).click();
  await expect(page.locator('tr[data-row]').filter({ hasText: 'until it gets worse' })).toHaveCount(1);
});
