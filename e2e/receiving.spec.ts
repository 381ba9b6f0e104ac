import { examine, expect, expectAccessible, sidewaysPixels, test, unique } from './fixtures';

test('a purchase order is placed, and received on a phone: scanned, damaged beside, more than ordered confirmed', async ({
  api,
  browser,
  owner,
  ownerPage: page,
}) => {
  test.setTimeout(120_000);
  const sku = unique('E2E-PO');
  const node = unique('e2e-po').toLowerCase();
  const barcode = String(Date.now()).padStart(13, '0');
  await api.putCatalog({
    skus: [{ sku, name: 'Kurta on order', barcodes: [barcode] }],
    nodes: [{ node, name: `E2E ${node}`, kind: 'warehouse' }],
  });
  await page.goto('/purchase-orders');
  await page.getByRole('button', { name: 'Place an order' }).first().click();
  await expect(page.getByText('Not placed yet')).toBeVisible();
  await page.getByLabel('Supplier').fill('Surat Textiles');
  await page.getByLabel('Arrives at').selectOption({ label: `E2E ${node}` });
  await page.getByLabel('Add by SKU or barcode').fill(sku);
  await page.getByLabel('Add by SKU or barcode').press('Enter');
  await page.getByRole('textbox', { name: `Ordered of ${sku}` }).fill('10');
  await page.getByRole('textbox', { name: `Ordered of ${sku}` }).press('Tab');
  await page.getByRole('button', { name: 'Place the order' }).click();
  await expect(page.getByText('10 units still expected')).toBeVisible();
  await examine(page);

  const context = await browser.newContext({ storageState: owner, viewport: { width: 390, height: 844 } });
  const phone = await context.newPage();
  await phone.goto(page.url());
  await phone.getByRole('link', { name: 'Receive' }).last().click();
  const scan = phone.getByLabel('Scan or type a code');
  await expect(scan).toBeFocused();
  for (let count = 0; count < 11; count++) {
    await phone.keyboard.insertText(barcode);
    await phone.keyboard.press('Enter');
  }
  await expect(phone.getByRole('textbox', { name: `Received of ${sku}` })).toHaveValue('11');
  await expect(phone.getByText('1 over')).toBeVisible();
  await phone.getByRole('textbox', { name: `Damaged of ${sku}` }).fill('2');
  await phone.getByRole('textbox', { name: `Damaged of ${sku}` }).press('Tab');
  await expectAccessible(phone);
  expect(await sidewaysPixels(phone)).toBe(0);
  await phone.getByRole('button', { name: `Receive 13 units at E2E ${node}` }).click();
  const dialog = phone.getByRole('alertdialog');
  await expect(dialog).toContainText(`More than was ordered: ${sku} 3`);
  await dialog.getByRole('button', { name: /more than was ordered$/ }).click();
  await expect(phone.getByText(/^Recorded: Receive 13 units/)).toBeVisible();
  await expect(page.getByText('Received', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('0 units still expected')).toBeVisible();
  const { items } = await (await page.request.get(`/api/v1/positions?sku=${sku}&node=${node}`)).json();
  expect(items).toMatchObject([{ available: 11, damaged: 2 }]);
  await context.close();
});
