import { expect, test, unique } from './fixtures';

const node = { node: 'e2e-orders', name: 'E2E Bhiwandi', kind: 'warehouse' };
const channel = {
  channel: 'e2e-orders',
  name: 'E2E order shop',
  kind: 'webshop',
  connector: 'none',
  sources: ['e2e-orders'],
};

const placed = (sku: string, order: string, quantity: number) => ({
  type: 'order_placed',
  sku,
  quantity,
  channel: 'e2e-orders',
  order,
  line: '1',
});

test('committed units are moved to an order that waits, and a marked line gives first', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-ORD');
  const [first, marked, waits] = ['A', 'B', 'C'].map((name) => `${name}-${sku}`) as [string, string, string];
  await api.putCatalog({ skus: [{ sku, name: 'Kurta on order' }], nodes: [node], channels: [channel] });
  await api.post(
    { type: 'receipt', sku, quantity: 4, node: node.node },
    placed(sku, first, 2),
    placed(sku, marked, 2),
    placed(sku, waits, 1),
  );
  await page.goto(`/orders?sku=${sku}`);
  const lines = page.getByRole('region', { name: 'Order lines' }).getByRole('row');
  await expect(lines.nth(1)).toContainText(waits);
  await expect(lines.nth(1)).toContainText('Backordered');

  await lines.filter({ hasText: marked }).click();
  await page.getByRole('button', { name: 'Mark for cancellation…' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Mark 2 units for cancellation' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Say why');
  await dialog.getByLabel('Reason').fill('the customer asked');
  await dialog.getByRole('button', { name: 'Mark 2 units for cancellation' }).click();
  await expect(page.getByText('To be cancelled at the channel: the customer asked')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(lines.filter({ hasText: marked })).toContainText('To be cancelled');

  await lines.filter({ hasText: waits }).click();
  const givers = page.getByRole('listitem').filter({ hasText: 'holds' });
  await expect(givers.first()).toContainText(marked);
  await page.getByRole('button', { name: `Move units from order ${marked}` }).click();
  await dialog.getByLabel('Reason').fill('it is to be cancelled anyway');
  await dialog.getByRole('button', { name: 'Move 1 unit at E2E Bhiwandi' }).click();
  const drawer = page.getByRole('dialog', { name: `Order ${waits}, line 1` });
  await expect(drawer.getByText('1 open = 1 claimed at E2E Bhiwandi + 0 backordered')).toBeVisible();
  await expect(drawer.getByRole('row', { name: new RegExp(`Taken from order ${marked}`) })).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(lines.filter({ hasText: marked }).getByRole('cell').nth(7)).toHaveText('1');

  // Stock that arrives passes the marked line by; the cancellation of the channel clears the mark.
  await api.post({ type: 'receipt', sku, quantity: 1, node: node.node });
  const { items } = await (await page.request.get(`/api/v1/positions?sku=${sku}`)).json();
  expect(items).toMatchObject([{ available: 1 }]);
  await expect(lines.filter({ hasText: marked }).getByRole('cell').nth(7)).toHaveText('1');
  await api.post({ ...placed(sku, marked, 2), type: 'order_cancelled' });
  await expect(lines.filter({ hasText: marked })).toContainText('Cancelled');
});
