import { examine, expect, test, unique } from './fixtures';

test('returned units wait by age and go where the inspection says, the effect told before', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-RET');
  const node = { node: 'e2e-ret', name: 'E2E Sion', kind: 'warehouse' };
  await api.putCatalog({ skus: [{ sku, name: 'Kurta that came back' }], nodes: [node] });
  await api.post({ type: 'return_received', sku, quantity: 3, node: node.node });
  await page.goto(`/returns?sku=${sku}`);
  const row = page.getByRole('region', { name: 'Returns' }).getByRole('row', { name: new RegExp(sku) });
  await row.click();
  const dialog = page.getByRole('alertdialog', { name: `Inspect ${sku}` });
  await dialog.getByRole('textbox', { name: 'Units' }).fill('1');
  await dialog.getByRole('textbox', { name: 'Units' }).press('Tab');
  await dialog.getByLabel('What becomes of them').selectOption('Damaged, kept');
  await expect(dialog).toContainText('1 unit out of quality control at E2E Sion: damaged');
  await expect(dialog).toContainText('Still waiting: 2 units');
  await examine(page);
  await dialog.getByRole('button', { name: 'Keep as damaged 1 unit at E2E Sion' }).click();
  await expect(page.getByText('Recorded: Keep as damaged 1 unit at E2E Sion')).toBeVisible();
  await expect(row.getByRole('cell', { name: '2', exact: true })).toBeVisible();
  await row.click();
  await dialog.getByLabel('What becomes of them').selectOption('Back on the shelf');
  await dialog.getByRole('button', { name: 'Restock 2 units at E2E Sion' }).click();
  // Behind an open dialog no row is there for a reader: only what was recorded says that it is done.
  await expect(page.getByText('Recorded: Restock 2 units at E2E Sion')).toBeVisible();
  // Under the focus a row stays in sight; asked anew, nothing waits.
  await page.reload();
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
  const { items } = await (await page.request.get(`/api/v1/positions?sku=${sku}`)).json();
  expect(items).toMatchObject([{ available: 2, damaged: 1, qualityControl: 0 }]);
});
