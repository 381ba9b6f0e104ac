import { examine, expect, expectAccessible, sidewaysPixels, test, unique } from './fixtures';

test('a transfer is scanned, sent, received short on a phone, and two people at once see both values', async ({
  api,
  browser,
  owner,
  ownerPage: page,
}) => {
  test.setTimeout(180_000);
  const sku = unique('E2E-TR');
  const barcode = String(Date.now()).padStart(13, '0');
  await api.putCatalog({
    skus: [{ sku, name: 'Kurta on its way', barcodes: [barcode] }],
    nodes: [
      { node: 'e2e-tr-wh', name: 'E2E Kurla', kind: 'warehouse' },
      { node: 'e2e-tr-d1', name: 'E2E Dadar', kind: 'dark_store' },
    ],
  });
  await api.post({ type: 'receipt', sku, quantity: 60, node: 'e2e-tr-wh' });

  await page.goto('/transfers');
  await page.getByRole('button', { name: 'Plan a transfer' }).first().click();
  await expect(page.getByText('A new draft')).toBeVisible();
  await page.getByLabel('From', { exact: true }).selectOption({ label: 'E2E Kurla' });
  await page.getByLabel('To', { exact: true }).selectOption({ label: 'E2E Dadar' });
  // Fifty scans as fast as the browser takes them, and one code that nobody knows.
  const scan = page.getByLabel('Scan, type or paste');
  await scan.focus();
  for (let count = 0; count < 50; count++) {
    await page.keyboard.insertText(barcode);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.insertText('0000-NOBODY');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: `Units of ${sku}` })).toHaveValue('50');
  await expect(page.getByText('Not in the catalogue, kept here: 0000-NOBODY')).toBeVisible();
  await expect(scan).toBeFocused();
  await page.getByRole('button', { name: 'Keep as a draft' }).click();
  await expect(page.getByText('E2E Kurla to E2E Dadar')).toBeVisible();

  const context = await browser.newContext({ storageState: owner });
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole('textbox', { name: `Units of ${sku}` }).fill('40');
  await other.getByRole('textbox', { name: `Units of ${sku}` }).press('Tab');
  await other.getByRole('button', { name: 'Keep as a draft' }).click();
  await expect(other.getByText(/^Kept T-/)).toBeVisible();
  await page.getByRole('button', { name: 'Keep as a draft' }).click();
  const both = page.getByRole('table', { name: 'Both values' });
  await expect(both).toContainText(`${sku} 40`);
  await expect(both).toContainText(`${sku} 50`);
  await page.getByRole('button', { name: 'Take theirs: Lines' }).click();
  await page.getByRole('button', { name: 'Go on with what stands here' }).click();
  await examine(page);
  await page.getByRole('button', { name: 'Send off…' }).click();
  await page.getByRole('button', { name: 'Send 40 units from E2E Kurla to E2E Dadar' }).click();
  await expect(page.getByRole('button', { name: /^Receive 0 units/ })).toBeVisible();

  // The other page, open on the draft, has gone on by itself.
  await other.setViewportSize({ width: 390, height: 844 });
  const received = other.getByRole('textbox', { name: `received of ${sku}` });
  await received.fill('45');
  await received.press('Tab');
  await other.getByRole('button', { name: 'Receive 45 units at E2E Dadar' }).click();
  const dialog = other.getByRole('alertdialog');
  await expect(dialog).toContainText(`More than was sent: ${sku} 5`);
  await dialog.getByRole('button', { name: 'Keep as it is' }).click();
  await received.fill('36');
  await received.press('Tab');
  await other.getByRole('textbox', { name: `damaged of ${sku}` }).fill('1');
  await other.getByRole('textbox', { name: `missing of ${sku}` }).fill('3');
  await other.getByRole('textbox', { name: `missing of ${sku}` }).press('Tab');
  await expectAccessible(other);
  expect(await sidewaysPixels(other)).toBe(0);
  await other.getByRole('button', { name: 'Receive 36 units at E2E Dadar' }).click();
  await expect(other.getByText('Closed short')).toBeVisible();
  await expect(page.getByText('Closed short')).toBeVisible();
  const { items } = await (await page.request.get(`/api/v1/positions?sku=${sku}&node=e2e-tr-d1`)).json();
  expect(items).toMatchObject([{ available: 36, damaged: 1, incoming: 0 }]);
  await context.close();
});
