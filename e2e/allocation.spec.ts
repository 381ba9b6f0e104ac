import { examine, expect, expectAccessible, test, unique } from './fixtures';

const channels = ['web', 'market'].map((name) => ({
  channel: `e2e-al-${name}`,
  name: `E2E al ${name}`,
  kind: 'webshop',
  connector: 'none',
  sources: ['e2e-al-wh'],
}));

const catalogue = (sku: string) => ({
  skus: [{ sku, name: `Kurta ${sku}`, category: 'E2E al' }],
  nodes: [{ node: 'e2e-al-wh', name: 'E2E allocation warehouse', kind: 'warehouse' }],
  channels,
  listings: channels.map(({ channel }) => ({ sku, channel })),
});

test('a policy is drafted, previewed, published and rolled back, and two people do not overwrite each other', async ({
  api,
  browser,
  owner,
  ownerPage: page,
}) => {
  // Twelve examinations.
  test.slow();
  const sku = unique('E2E-AL');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 40, node: 'e2e-al-wh' });
  await page.goto('/allocation');
  await page.getByRole('button', { name: 'New policy' }).first().click();
  let drawer = page.getByRole('dialog', { name: 'New policy' });
  await drawer.getByRole('radio', { name: 'A SKU' }).check();
  await drawer.getByRole('combobox', { name: 'SKU' }).fill(sku);
  await page.getByRole('option', { name: new RegExp(sku) }).click();
  await drawer.getByLabel('Channel').selectOption('e2e-al-web');
  await drawer.getByRole('textbox', { name: 'Floor' }).fill('9');
  await drawer.getByRole('textbox', { name: 'Cap' }).fill('3');
  await drawer.getByRole('button', { name: 'Preview' }).click();
  await expect(drawer.getByText('The floor of 9 is above the cap of 3.')).toBeVisible();
  await drawer.getByRole('textbox', { name: 'Floor' }).fill('');
  await drawer.getByRole('button', { name: 'Save draft' }).click();
  await expect(drawer).toBeHidden();

  await page.goto(`/allocation?search=${sku}`);
  const row = page.getByRole('row', { name: new RegExp(sku) });
  await expect(row).toContainText('Draft');
  const opened = new URLSearchParams({
    search: sku,
    open: JSON.stringify([sku, '', 'e2e-al-web']),
  });
  // Somebody else opens the same draft and waits.
  const context = await browser.newContext({ storageState: owner });
  const other = await context.newPage();
  await other.goto(`/allocation?${opened}`);
  const theirs = other.getByRole('dialog');
  await expect(theirs.getByRole('textbox', { name: 'Cap' })).toHaveValue('3');

  await page.goto(`/allocation?${opened}`);
  drawer = page.getByRole('dialog', { name: new RegExp(`${sku} on E2E al web`) });
  await expect(drawer.getByRole('textbox', { name: 'Cap' })).toHaveValue('3');
  await drawer.getByRole('button', { name: 'Preview' }).click();
  await expect(drawer.getByRole('status')).toContainText('2 of 2 listings of 1 SKU change; 0 go to 0');
  const sums = drawer.getByRole('region', { name: 'Before and after by channel' });
  // Of 20 each 70 % are shown; of the 3 under the cap, 2.
  await expect(sums.getByRole('row', { name: /E2E al web/ })).toContainText('142−12');
  await expect(sums.getByRole('row', { name: /^Sum/ })).toBeVisible();
  await examine(page);
  await drawer.getByRole('button', { name: 'Publish now' }).click();
  await expect(drawer).toBeHidden();
  await expect(row).toContainText('In force, v1');

  await theirs.getByRole('textbox', { name: 'Cap' }).fill('7');
  await theirs.getByRole('button', { name: 'Save draft' }).click();
  const values = theirs.getByRole('table', { name: 'Both values' });
  await expect(values.getByRole('row', { name: /Cap/ })).toContainText('37');
  await expectAccessible(other);
  await theirs.getByRole('button', { name: 'Preview' }).click();
  await theirs.getByRole('button', { name: 'Publish now' }).click();
  await expect(theirs).toBeHidden();
  await context.close();

  await expect(row).toContainText('In force, v2');
  await page.goto(`/allocation?${opened}`);
  await drawer.getByRole('radio', { name: /^History/ }).check();
  await expect(drawer.getByRole('list', { name: 'Versions' }).getByRole('listitem')).toHaveCount(2);
  await examine(page);
  await drawer.getByRole('button', { name: 'Roll back to version 1' }).click();
  await expect(drawer.getByRole('status')).toContainText('listings of 1 SKU change');
  await drawer.getByRole('button', { name: 'Roll back to version 1' }).click();
  await expect(drawer).toBeHidden();
  await expect(row).toContainText('In force, v3');
  await expect(row).toContainText('3');
  const policies = await page.request.get(`/api/v1/policies?sku=${sku}&status=in_force`);
  expect((await policies.json()).items).toMatchObject([{ version: 3, cap: 3, rolledBackTo: 1 }]);
  await examine(page);
});
