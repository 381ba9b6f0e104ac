import { readFile } from 'node:fs/promises';
import { expect, test, unique } from './fixtures';

test('a report has its range in the address, its chart as a table, a file and a page for paper', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-REPORT');
  const node = sku.toLowerCase();
  await api.putCatalog({
    skus: [{ sku, name: 'Kurta that is counted', price: 499, unitCost: 150 }],
    nodes: [{ node, name: `Warehouse of ${sku}`, kind: 'warehouse' }],
  });
  const days = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
  await api.post({ type: 'receipt', sku, node, quantity: 40, occurredAt: days(10) });
  await api.post({
    type: 'adjustment',
    sku,
    node,
    quantity: 3,
    direction: 'decrease',
    state: 'available',
    reason: 'theft',
    occurredAt: days(2),
  });
  await page.goto('/reports');
  await page.getByRole('link', { name: /^Shrinkage/ }).click();
  await expect(page).toHaveURL(/\/reports\/shrinkage\?from=\d{4}-.*&to=\d{4}-/);
  const row = page.locator('tr[data-row]').filter({ hasText: sku });
  await expect(row).toContainText('theft');
  await expect(row).toContainText('₹450.00');
  await page.getByRole('button', { name: 'As table' }).click();
  await expect(page.getByRole('columnheader', { name: 'Lost or scrapped' })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain(`${sku},${node},theft,3,0,0,3,450,INR`);
  const paper = await page.getByRole('link', { name: 'Print all rows' }).getAttribute('href');
  const printed = await (await page.request.get(paper ?? '')).text();
  expect(printed).toContain(`<td>${sku}</td><td>${node}</td><td>theft</td>`);
  expect(printed).toContain('complete.');
  // Before the theft there was none.
  await page.getByLabel(/^Up to/).fill(days(5).slice(0, 16));
  await expect(row).toHaveCount(0);
  await page.goto(`/reports/stock-on-date?from=${days(9)}&to=${days(5)}&sku=${sku}`);
  const held = page.locator('tr[data-row]').filter({ hasText: sku });
  await expect(held.getByRole('cell', { name: '40', exact: true }).first()).toBeVisible();

  await page.goto('/reports/cancellation-budget');
  await page.getByRole('button', { name: 'Add a limit…' }).click();
  const drawer = page.getByRole('dialog', { name: 'New limit' });
  await drawer.getByLabel('Begin with').selectOption('Amazon');
  await drawer.getByRole('button', { name: 'Set limit' }).click();
  await expect(page.getByRole('region', { name: 'Limits' })).toContainText('2.5 % in 7 days');
});
