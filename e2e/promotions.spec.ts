import { examine, expect, expectAccessible, test, unique } from './fixtures';

const catalogue = (sku: string) => ({
  skus: [{ sku, name: `Kurta ${sku}` }],
  nodes: [{ node: 'e2e-pr-wh', name: 'E2E promotion warehouse', kind: 'warehouse' }],
  channels: [
    {
      channel: 'e2e-pr',
      name: 'E2E promo shop',
      kind: 'webshop',
      connector: 'none',
      sources: ['e2e-pr-wh'],
    },
  ],
});

test('promotions are planned by keyboard, flagged where they overlap, and taken back', async ({
  api,
  ownerPage: page,
}) => {
  const sku = unique('E2E-PROMO');
  await api.putCatalog({ ...catalogue(sku), listings: [{ channel: 'e2e-pr', sku }] });
  const overlapped = unique('Diwali');
  const planned = await page.request.post('/api/v1/promotions', {
    headers: { 'idempotency-key': overlapped },
    data: {
      name: overlapped,
      channel: 'e2e-pr',
      startsAt: '2031-03-02T00:00:00.000Z',
      endsAt: '2031-03-20T00:00:00.000Z',
      skus: [sku],
      holdBack: 4,
    },
  });
  expect(planned.status(), await planned.text()).toBe(201);

  await page.goto('/promotions?month=2031-03');
  const lanes = page.getByRole('region', { name: 'Lanes of the month' });
  await expect(lanes.getByRole('button', { name: new RegExp(overlapped) })).toBeVisible();
  const name = unique('Holi');
  const drawer = page.getByRole('dialog', { name: 'New promotion' });
  await page.getByRole('button', { name: 'New promotion' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(drawer).toBeVisible();
  await drawer.getByLabel('Name').focus();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(drawer.getByText('Choose a channel.')).toBeVisible();
  await expect(drawer.getByText('Say when it starts.')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.type('E2E promo shop');
  await drawer.getByLabel(/^Starts/).fill('2031-03-10T10:00');
  await drawer.getByLabel(/^Ends/).fill('2031-03-09T10:00');
  await drawer.getByRole('textbox', { name: 'SKUs' }).focus();
  await page.keyboard.type(`${sku} NO-SUCH`);
  await drawer.getByLabel(/^Uplift/).fill('4');
  await page.keyboard.press('Enter');
  await expect(drawer.getByText('The promotion ends before it starts.')).toBeVisible();
  await expect(drawer.getByText('There is no SKU NO-SUCH.')).toBeVisible();
  await drawer.getByLabel(/^Ends/).fill('2031-03-12T10:00');
  await drawer.getByRole('textbox', { name: 'SKUs' }).fill(sku);
  await drawer.getByLabel('Name').focus();
  await page.keyboard.press('Enter');
  await expect(drawer).toBeHidden();

  await expect(
    lanes.getByRole('button', { name: new RegExp(`${name}.*overlaps ${overlapped}`) }),
  ).toBeVisible();
  await examine(page);
  await page.goto(`/promotions?month=2031-03&search=${name}`);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText(overlapped);
  await row.getByText(name).click();
  const opened = page.getByRole('dialog', { name });
  await expect(opened.getByText(/Runs at the same time/)).toBeVisible();
  await examine(page);
  await opened.getByRole('button', { name: 'Delete' }).click();
  await expect(opened).toBeHidden();
  await expect(row).toContainText('Cancelled');
});

test('a promotion that runs is ended early', async ({ api, ownerPage: page }) => {
  const sku = unique('E2E-PROMO');
  await api.putCatalog(catalogue(sku));
  const name = unique('Now');
  const planned = await page.request.post('/api/v1/promotions', {
    headers: { 'idempotency-key': name },
    data: {
      name,
      channel: 'e2e-pr',
      startsAt: '2026-01-01T00:00:00.000Z',
      endsAt: '2040-01-01T00:00:00.000Z',
      skus: [sku],
    },
  });
  expect(planned.status()).toBe(201);
  await page.goto(`/promotions?search=${name}&open=${(await planned.json()).promotion}`);
  await page.getByRole('dialog', { name }).getByRole('button', { name: 'End now' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Ended');
});
