import { examine, expect, expectAccessible, sidewaysPixels, test, unique } from './fixtures';

test('a count is scanned on a phone, survives a lost line, is counted again, and posts after approval', async ({
  api,
  browser,
  owner,
  ownerPage: page,
}) => {
  test.setTimeout(120_000);
  const sku = unique('E2E-ST');
  const other = unique('E2E-ST');
  const node = unique('e2e-st').toLowerCase();
  const barcode = String(Date.now()).padStart(13, '0');
  await api.putCatalog({
    skus: [
      { sku, name: 'Kurta to be counted', barcodes: [barcode] },
      { sku: other, name: 'Saree to be counted' },
    ],
    nodes: [{ node, name: `E2E ${node}`, kind: 'dark_store' }],
  });
  await api.post(
    { type: 'receipt', sku, quantity: 50, node },
    { type: 'receipt', sku: other, quantity: 20, node },
  );

  await page.goto('/stocktakes');
  await page.getByRole('button', { name: 'Open a stocktake' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Stock node').selectOption({ label: `E2E ${node}` });
  await dialog.getByRole('button', { name: 'Open the stocktake' }).click();
  await expect(page.getByRole('heading', { name: /^Stocktake S-/ })).toBeVisible();

  const context = await browser.newContext({ storageState: owner, viewport: { width: 390, height: 844 } });
  const phone = await context.newPage();
  await phone.goto(page.url());
  const scan = phone.getByLabel('Scan or type a code');
  await expect(scan).toBeFocused();
  for (let count = 0; count < 25; count++) {
    await phone.keyboard.insertText(barcode);
    await phone.keyboard.press('Enter');
  }
  // The line is lost in the middle; what is scanned meanwhile stays on the phone.
  await context.setOffline(true);
  for (let count = 0; count < 25; count++) {
    await phone.keyboard.insertText(barcode);
    await phone.keyboard.press('Enter');
  }
  await expect(phone.getByRole('status', { name: `Counted of ${sku}` })).toHaveText('50');
  await expect(phone.getByText(/are kept on this device and sent when it is back/)).toBeVisible();
  await context.setOffline(false);
  await expect(phone.getByText(/are kept on this device/)).toHaveCount(0);
  await phone.keyboard.insertText('0000-NOBODY');
  await phone.keyboard.press('Enter');
  await expect(phone.getByText('Not in the catalogue, kept: 0000-NOBODY')).toBeVisible();
  await phone.keyboard.insertText(other);
  await phone.keyboard.press('Enter');
  await phone.getByRole('textbox', { name: `All units of ${other}` }).fill('4');
  await phone.getByRole('button', { name: 'Set count' }).click();
  await expect(phone.getByText('Every line is counted')).toBeVisible();
  await expect(scan).toBeFocused();
  await expectAccessible(phone);
  expect(await sidewaysPixels(phone)).toBe(0);
  // The other page sees it without being asked, and nowhere what the books say.
  await expect(page.getByText('Every line is counted')).toBeVisible();
  await phone.getByRole('button', { name: 'Hand in 2 lines' }).click();
  await phone.getByRole('alertdialog').getByRole('button', { name: 'Hand in 2 lines' }).click();

  // 16 short of 20 is far off: it is counted once more, the other one is not.
  await expect(phone.getByText('1 line of 1 to count')).toBeVisible();
  await phone.getByRole('button', { name: /Saree to be counted/ }).click();
  await phone.getByRole('textbox', { name: `All units of ${other}` }).fill('19');
  await phone.getByRole('button', { name: 'Set count' }).click();
  await phone.getByRole('button', { name: 'Hand in 1 line' }).click();
  await phone.getByRole('alertdialog').getByRole('button', { name: 'Hand in 1 line' }).click();

  const row = page.getByRole('row', { name: new RegExp(other) });
  await expect(row).toContainText('−1');
  await examine(page);
  await page.getByRole('button', { name: 'Approve and post 2 lines…' }).click();
  const approve = page.getByRole('alertdialog');
  await approve.getByRole('button', { name: `Post 0 found, 1 missing at E2E ${node}` }).click();
  await expect(approve).toContainText('another person approves it');
  await context.close();
});
