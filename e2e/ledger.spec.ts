import { admin, expect, test, unique } from './fixtures';

const nodes = [{ node: 'e2e-books', name: 'E2E books', kind: 'warehouse' }];
const day_ms = 24 * 60 * 60 * 1000;

function catalogue(sku: string) {
  return {
    skus: [{ sku, name: `Shawl of ${sku}`, barcodes: [`BAR-${sku}`] }],
    nodes,
    channels: [
      { channel: 'e2e-books', name: 'E2E shop', kind: 'webshop', connector: 'none', sources: ['e2e-books'] },
    ],
  };
}

test('the palette finds a SKU by its barcode and its name, and pages', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-FIND');
  await api.putCatalog(catalogue(sku));
  await page.goto('/');
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await page.keyboard.press('Control+k');
  const input = page.getByPlaceholder('SKU, name, barcode or page');
  await input.fill(`BAR-${sku}`);
  await expect(page.getByRole('option', { name: new RegExp(sku) })).toBeVisible();
  await input.fill(`shawl of ${sku}`.toLowerCase());
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: `Shawl of ${sku}` })).toBeVisible();

  await page.keyboard.press('Control+k');
  await input.fill('postings');
  await expect(page.getByRole('option', { name: 'Ledger' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeVisible();
});

test('the ledger is found by its documents, and shows what was known then', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-BOOKS');
  const order = unique('ORDER');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 10, node: 'e2e-books' });
  const known = await page.request.get(`/api/ui/ledger?sku=${sku}`);
  const [receipt] = (await known.json()).items;
  await api.post({ type: 'order_placed', sku, quantity: 3, channel: 'e2e-books', order, line: '1' });

  await page.goto('/ledger');
  const ledger = page.getByRole('region', { name: 'Ledger', exact: true });
  await page.getByRole('searchbox', { name: 'Document' }).fill(order);
  await expect(ledger.locator('tr[data-row]')).toHaveCount(1);
  await expect(ledger.getByRole('row', { name: /Order placed/ })).toContainText('−3→, balance 7');
  await expect(page).toHaveURL(new RegExp(`document=${order}`));

  await page.goto(`/ledger?sku=${sku}&to=${encodeURIComponent(receipt.recordedAt)}`);
  await expect(ledger.locator('tr[data-row]')).toHaveCount(1);
  await expect(ledger.getByRole('row', { name: /Receipt/ })).toContainText('+10→, balance 10');

  await page.getByRole('button', { name: /^to / }).click();
  await page.getByRole('button', { name: 'As of yesterday' }).click();
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
});

test('a SKU as of yesterday is what was true then, and cannot be changed', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-PAST');
  await api.putCatalog(catalogue(sku));
  await api.post(
    {
      type: 'receipt',
      sku,
      quantity: 10,
      node: 'e2e-books',
      occurredAt: new Date(Date.now() - 3 * day_ms).toISOString(),
    },
    { type: 'order_placed', sku, quantity: 3, channel: 'e2e-books', order: unique('P'), line: '1' },
  );
  await page.goto(`/stock/${sku}`);
  const sum = page
    .getByRole('region', { name: 'The sum per stock node' })
    .getByRole('row', { name: /E2E books/ })
    .getByRole('cell');
  await expect(sum).toHaveText(['10', '3', '0', '7', '0', '7', '0']);
  await page.getByRole('button', { name: 'As of…' }).click();
  await page.getByRole('button', { name: 'Yesterday' }).click();
  await expect(page.getByText('This is the past')).toBeVisible();
  await expect(sum).toHaveText(['10', '0', '0', '10', '0', '10', '0']);
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(sum).toHaveText(['10', '3', '0', '7', '0', '7', '0']);
});

test('an event is taken back once, however often the button is pressed', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-BACK');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 12, node: 'e2e-books' });
  await page.goto(`/stock/${sku}?tab=ledger`);
  const ledger = page.getByRole('region', { name: 'Ledger of this SKU' });
  await ledger.locator('tr[data-row]').focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Receipt, 12 units' });
  await expect(drawer).toContainText('"quantity": 12');
  await drawer.getByRole('button', { name: 'Take back…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Take back this receipt?' });
  await expect(question).toContainText('E2E books: available −12');
  await question.getByRole('button', { name: 'Take back 12 units at E2E books' }).dblclick();
  await expect(question).toBeHidden();
  await expect(drawer).toContainText('Taken back by event');
  await expect(drawer.getByRole('button', { name: 'Take back…' })).toBeHidden();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect(ledger.getByRole('row', { name: /Reversal/ })).toHaveCount(1);
  await expect(ledger.getByRole('row', { name: /Reversal/ })).toContainText('−12→, balance 0');
  await expect(ledger.locator('tr[data-row]')).toHaveCount(2);
});

test('whoever may only read is not offered to take anything back', async ({ api, origin, page }) => {
  const sku = unique('E2E-VIEW');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 4, node: 'e2e-books' });
  await page.goto(
    await admin(
      origin,
      'user',
      'invite',
      '--email',
      `${unique('viewer').toLowerCase()}@example.com`,
      '--role',
      'viewer',
    ),
  );
  await page.getByLabel('Name').fill('Ravi');
  await page.getByLabel('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Join and sign in' }).click();
  await page.waitForURL(`${origin}/`);
  await page.goto(`/ledger?sku=${sku}`);
  await page.locator('tr[data-row]').click();
  await expect(page.getByRole('dialog', { name: 'Receipt, 4 units' })).toContainText('As it was reported');
  await expect(page.getByRole('button', { name: 'Take back…' })).toBeHidden();
});

test('the current query comes as a CSV file that no spreadsheet runs', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-CSV');
  await api.putCatalog(catalogue(sku));
  await api.post({
    type: 'receipt',
    sku,
    quantity: 5,
    node: 'e2e-books',
    purchaseOrder: '=HYPERLINK("x")',
  });
  await page.goto(`/ledger?sku=${sku}`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  const response = await page.request.get(`/api/ui/ledger?sku=${sku}&format=csv`);
  expect(download.suggestedFilename()).toBe('ledger.csv');
  const [head, row, ...rest] = (await response.text()).trim().split('\n');
  expect(head).toContain('sequence,recorded_at');
  expect(row).toContain(`receipt,${sku},e2e-books,5,5`);
  expect(row).toContain('Purchase order =HYPERLINK');
  expect(rest).toEqual([]);
});
