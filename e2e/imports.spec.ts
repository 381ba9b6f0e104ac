import { examine, expect, test, unique } from './fixtures';

test('opening stock is brought in from a file, looked at row by row, posted, and taken back', async ({
  api,
  ownerPage: page,
}) => {
  test.setTimeout(120_000);
  const skus = Array.from({ length: 20 }, () => unique('E2E-IM'));
  const node = unique('e2e-im').toLowerCase();
  await api.putCatalog({
    skus: skus.map((sku) => ({ sku, name: 'Brought in' })),
    nodes: [{ node, name: `E2E ${node}`, kind: 'warehouse' }],
  });
  const file = [
    'Item code;Warehouse;Qty',
    ...skus.map((sku) => `${sku};${node};1,23,456`),
    `NOBODY;${node};5`,
  ].join('\n');
  await page.goto('/imports');
  await page.getByRole('link', { name: 'Import a file' }).first().click();
  // The list has a filter of the same name: it is gone once this page is here.
  await expect(page.getByRole('heading', { name: 'Import a file' })).toBeVisible();
  await page.getByLabel('What it holds').selectOption({ label: 'Opening stock' });
  await page.getByLabel('CSV file').setInputFiles({
    name: 'opening.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(file, 'latin1'),
  });
  await page.getByRole('button', { name: 'Read the file' }).click();
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByText('is not in the catalogue')).toBeVisible();
  await examine(page);
  await page.getByRole('button', { name: 'Write the 20 valid rows only' }).click();
  await expect(page.getByText(/^20 rows of opening.csv were written/)).toBeVisible();
  const held = async () => {
    const { items } = await (await page.request.get(`/api/v1/positions?node=${node}&limit=100`)).json();
    return items.reduce((sum: number, { available }: { available: number }) => sum + available, 0);
  };
  expect(await held()).toBe(20 * 123_456);
  await page.getByRole('button', { name: 'Take back…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take back 20 rows' }).click();
  await expect(page.getByText(/^20 of 20 rows of opening.csv were taken back/)).toBeVisible();
  expect(await held()).toBe(0);
  await page.goto('/imports');
  await expect(page.getByRole('row', { name: /opening\.csv/ }).first()).toContainText('Taken back');
  await examine(page);
});
