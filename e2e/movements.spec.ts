import type { Page } from '@playwright/test';
import { expect, test, unique, webProcess } from './fixtures';

const node = { node: 'e2e-hand', name: 'E2E Andheri', kind: 'warehouse' };

async function stockOf(page: Page, sku: string): Promise<number> {
  const answer = await page.request.get(`/api/v1/positions?sku=${sku}`);
  return (await answer.json()).items[0]?.available ?? 0;
}

test('what one person adjusts by keyboard alone a second browser sees, with units and node named', async ({
  api,
  browser,
  owner,
  ownerPage: page,
}) => {
  const sku = unique('E2E-HAND');
  await api.putCatalog({ skus: [{ sku, name: 'Kurta by hand' }], nodes: [node] });
  await api.post({ type: 'receipt', sku, quantity: 10, node: node.node });

  const context = await browser.newContext({ storageState: owner });
  const other = await context.newPage();
  await other.goto(`/movements?sku=${sku}&node=${node.node}`);
  await expect(other.getByText('At E2E Andheri now: 10 on hand')).toBeVisible();
  await expect(other.locator('[data-live=live]')).toBeVisible();

  await page.goto('/movements');
  await page.getByRole('combobox', { name: 'SKU' }).first().focus();
  await page.keyboard.type(sku);
  await expect(page.getByRole('option', { name: new RegExp(sku) })).toBeVisible();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Adjust stock' });
  await form.getByLabel('Stock node').focus();
  await page.keyboard.type('E2E Andheri');
  await form.getByLabel('Units').focus();
  await page.keyboard.type('40');
  await form.getByLabel('Reason').focus();
  await page.keyboard.type('found');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  await expect(page.getByText('Recorded: Add 40 units at E2E Andheri')).toBeVisible();
  await expect(other.getByText('At E2E Andheri now: 50 on hand')).toBeVisible();
  const row = other
    .getByRole('region', { name: 'Movements entered by hand' })
    .getByRole('row', { name: new RegExp(sku) });
  await expect(row).toContainText('+40');
  await expect(row).toContainText('E2E Andheri');

  await row.click();
  await other.getByRole('button', { name: 'Take back…' }).click();
  await other.getByRole('button', { name: 'Take back 40 units at E2E Andheri' }).click();
  await expect(page.getByText('At E2E Andheri now: 10 on hand')).toBeVisible();
  await context.close();
});

test('a double click posts once, and no node is chosen for anybody', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-TWICE');
  await api.putCatalog({ skus: [{ sku, name: 'Kurta twice' }], nodes: [node] });
  await page.goto(`/movements?form=receive&sku=${sku}`);
  const form = page.getByRole('form', { name: 'Receive stock' });
  await form.getByLabel('Units').fill('12');
  await form.getByRole('button', { name: 'Receive 12 units' }).click();
  await expect(form.getByText('Choose the node: none is chosen for you.')).toBeVisible();
  await form.getByLabel('Stock node').selectOption({ label: 'E2E Andheri' });
  await form.getByRole('button', { name: 'Receive 12 units at E2E Andheri' }).dblclick();
  await expect(page.getByText('Recorded: Receive 12 units at E2E Andheri')).toBeVisible();
  await expect(page.getByText('At E2E Andheri now: 12 on hand')).toBeVisible();
  expect(await stockOf(page, sku)).toBe(12);
});

test('the server is lost and comes back: nothing that was typed is gone, and the page follows again', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-LOST');
  await api.putCatalog({ skus: [{ sku, name: 'Kurta lost' }], nodes: [node] });
  await api.post({ type: 'receipt', sku, quantity: 10, node: node.node });
  await page.goto(`/movements?form=receive&sku=${sku}&node=${node.node}`);
  const form = page.getByRole('form', { name: 'Receive stock' });
  await expect(form.getByText('At E2E Andheri now: 10 on hand')).toBeVisible();
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await form.getByLabel('Units').fill('3');
  const receive = form.getByRole('button', { name: 'Receive 3 units at E2E Andheri' });
  await expect(receive).toBeVisible();

  process.kill(await webProcess(), 'SIGKILL');
  await Promise.all([expect(page.locator('[data-live=live]')).toBeHidden(), receive.click()]);
  await expect(form.getByRole('alert')).toContainText('did not answer');
  await expect(form.getByText('At E2E Andheri now: 10 on hand')).toBeVisible();

  await expect(page.locator('[data-live=live]')).toBeVisible();
  await expect(form.getByLabel('Units')).toHaveValue('3');
  await receive.click();
  await expect(page.getByText('Recorded: Receive 3 units at E2E Andheri')).toBeVisible();
  await expect(form.getByText('At E2E Andheri now: 13 on hand')).toBeVisible();
  expect(await stockOf(page, sku)).toBe(13);
});

test('who sets a number that has moved meanwhile sees both values, and goes on from the newer', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-SET');
  await api.putCatalog({ skus: [{ sku, name: 'Kurta set' }], nodes: [node] });
  await api.post({ type: 'receipt', sku, quantity: 20, node: node.node });
  await page.goto(`/movements?sku=${sku}&node=${node.node}`);
  const form = page.getByRole('form', { name: 'Adjust stock' });
  await expect(form.getByText('At E2E Andheri now: 20 on hand')).toBeVisible();
  await form.getByRole('radio', { name: 'Set to' }).check();
  await form.getByLabel('New number').fill('15');
  await form.getByLabel('Reason').selectOption('correction');

  await api.post({ type: 'receipt', sku, quantity: 5, node: node.node });
  await form.getByRole('button', { name: 'Set available to 15 at E2E Andheri' }).click();
  const alert = form.getByRole('alert');
  await expect(alert).toContainText('20 when you began, 25 now, and you typed 15');
  expect(await stockOf(page, sku)).toBe(25);

  await alert.getByRole('button', { name: 'Go on from 25' }).click();
  await form.getByRole('button', { name: 'Set available to 15 at E2E Andheri' }).click();
  await expect(page.getByText('Recorded: Set available to 15 at E2E Andheri')).toBeVisible();
  expect(await stockOf(page, sku)).toBe(15);
});
