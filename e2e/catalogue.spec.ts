import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { examine, expect, expectAccessible, test, unique } from './fixtures';
import { OpenShop } from './open-shop';

const nodes = [{ node: 'e2e-cat-wh', name: 'E2E catalogue warehouse', kind: 'warehouse' }];
const channels = [
  {
    channel: 'e2e-cat-web',
    name: 'E2E cat web',
    kind: 'webshop',
    connector: 'none',
    sources: ['e2e-cat-wh'],
  },
  {
    channel: 'e2e-cat-market',
    name: 'E2E cat market',
    kind: 'marketplace',
    connector: 'none',
    sources: ['e2e-cat-wh'],
  },
];

const catalogue = (sku: string) => ({
  skus: [{ sku, name: `Kurta ${sku}`, category: 'E2E cat' }],
  nodes,
  channels,
  listings: channels.map(({ channel }) => ({ sku, channel, mode: 'fixed_share' })),
});

/** Targets by channel, as the API tells them to whoever is signed in. */
async function targets(page: Page, sku: string): Promise<Record<string, number>> {
  const response = await page.request.get(`/api/v1/listings?sku=${sku}`);
  const { items } = (await response.json()) as { items: { channel: string; target: number }[] };
  return Object.fromEntries(items.map(({ channel, target }) => [channel, target]));
}

const both = (web: number, market: number) => ({ 'e2e-cat-web': web, 'e2e-cat-market': market });

test('safety stock is set on the screen, and the shop shows less until it is ended', async ({
  api,
  ownerPage,
}) => {
  const sku = unique('E2E-SAFE');
  const shop = new OpenShop('whsec_c2FmZXR5LXN0b2NrLWF0LXRoZS1zaG9w');
  await shop.start();
  shop.list(sku);
  const channel = unique('e2e-cat-shop').toLowerCase();
  await api.putCatalog({
    skus: [{ sku, name: `Kurta ${sku}`, category: 'E2E cat' }],
    nodes: [{ node: 'e2e-cat-shelf', name: 'E2E shelf', kind: 'warehouse' }],
    channels: [
      {
        channel,
        name: 'E2E cat shop',
        kind: 'webshop',
        connector: 'open',
        config: { baseUrl: shop.baseUrl, secret: shop.secret, pollSeconds: 1 },
        sources: ['e2e-cat-shelf'],
      },
    ],
    listings: [{ sku, channel, mode: 'fixed_share' }],
  });
  await api.post({ type: 'receipt', sku, quantity: 40, node: 'e2e-cat-shelf' });
  await expect.poll(() => shop.level(sku)).toBe(40);

  await ownerPage.goto('/catalogue?tab=safety-stock');
  await expect(ownerPage.locator('[data-live=live]')).toBeVisible();
  await ownerPage.getByRole('button', { name: 'New policy' }).first().click();
  const drawer = ownerPage.getByRole('dialog', { name: 'New safety stock policy' });
  await drawer.getByRole('combobox', { name: 'SKU' }).fill(sku);
  await ownerPage.getByRole('option', { name: new RegExp(sku) }).click();
  await drawer.getByLabel('Stock node').selectOption('e2e-cat-shelf');
  await drawer.getByRole('textbox', { name: 'Units' }).fill('10');
  await drawer.getByRole('button', { name: 'Set now' }).click();
  await expect(drawer).toBeHidden();
  await expect.poll(() => shop.level(sku)).toBe(30);

  await ownerPage.goto(`/catalogue?tab=safety-stock&search=${sku}`);
  const row = ownerPage.getByRole('row', { name: new RegExp(sku) });
  await expect(row).toContainText('10 units');
  await expect(row).toContainText('In force');
  await row
    .getByRole('button', { name: new RegExp(sku) })
    .or(row.getByText(sku))
    .first()
    .click();
  await ownerPage.getByRole('button', { name: 'End now' }).click();
  await expect.poll(() => shop.level(sku)).toBe(40);
  // The address of a shop that is gone would be called for the rest of the run.
  await api.putCatalog({
    channels: [
      { channel, name: 'E2E cat shop', kind: 'webshop', connector: 'none', sources: ['e2e-cat-shelf'] },
    ],
  });
  await shop.stop();
});

test('two people edit one SKU: the second is shown both values, chooses, and saves', async ({
  api,
  browser,
  owner,
  ownerPage,
}) => {
  const sku = unique('E2E-TWO');
  await api.putCatalog(catalogue(sku));
  const context = await browser.newContext({ storageState: owner });
  const other = await context.newPage();
  for (const page of [ownerPage, other]) {
    await page.goto(`/catalogue?search=${sku}&open=${sku}`);
    await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue(`Kurta ${sku}`);
  }
  const first = ownerPage.getByRole('dialog');
  await first.getByLabel('Name').fill('Theirs');
  await first.getByLabel('Case quantity').fill('12');
  await first.getByRole('button', { name: 'Save' }).click();
  await expect(first).toBeHidden();

  const second = other.getByRole('dialog');
  await second.getByLabel('Name').fill('Mine');
  await second.getByRole('button', { name: 'Save' }).click();
  const values = second.getByRole('table', { name: 'Both values' });
  await expect(values.getByRole('row', { name: /Name/ })).toContainText('Theirs');
  await expect(values.getByRole('row', { name: /Name/ })).toContainText('Mine');
  await expect(values.getByRole('row', { name: /Case quantity/ })).toContainText('12');
  await expectAccessible(other);
  await values.getByRole('button', { name: 'Take theirs: Case quantity' }).click();
  await second.getByRole('button', { name: 'Save' }).click();
  await expect(second).toBeHidden();
  const row = other.getByRole('row', { name: new RegExp(sku) });
  await expect(row).toContainText('Mine');
  await expect(row.getByRole('cell', { name: '12', exact: true })).toBeVisible();
  await context.close();
});

test('300 SKUs are changed together, after a look at what changes', async ({ api, ownerPage }) => {
  const prefix = unique('E2E-BULK');
  const skus = Array.from({ length: 300 }, (_, index) => ({
    sku: `${prefix}-${String(index).padStart(3, '0')}`,
    name: `Bulk ${prefix}`,
    category: 'Before',
  }));
  await api.putCatalog({ skus });
  await ownerPage.goto(`/catalogue?search=${prefix}`);
  const table = ownerPage.getByRole('region', { name: 'SKUs' });
  await expect(table.getByRole('row')).toHaveCount(51);
  await table.getByRole('checkbox').first().click();
  await ownerPage.getByRole('button', { name: 'Select all that match' }).click();
  await expect(ownerPage.getByRole('region', { name: 'Selected rows' })).toContainText('All 300 selected');
  await ownerPage.getByRole('button', { name: 'Edit together…' }).click();
  const drawer = ownerPage.getByRole('dialog');
  await drawer.getByLabel('Category').fill('After');
  await drawer.getByRole('button', { name: 'Preview' }).click();
  await expect(drawer.getByRole('status')).toContainText('300 of 300 rows change');
  await expect(drawer.getByRole('table').getByRole('row')).toHaveCount(51);
  await expect(drawer.getByRole('row', { name: new RegExp(`${prefix}-000`) })).toContainText('Before');
  await expectAccessible(ownerPage);

  // Somebody else changes one of them: what was looked at is not what would be written any more.
  await api.putCatalog({ skus: [{ sku: `${prefix}-007`, name: 'Changed meanwhile' }] });
  await drawer.getByRole('button', { name: 'Change 300 rows' }).click();
  await expect(drawer.getByRole('alert')).toContainText('changed since the preview');
  await drawer.getByRole('button', { name: 'Preview' }).click();
  await drawer.getByRole('button', { name: 'Change 300 rows' }).click();
  await expect(drawer).toBeHidden();
  await expect(table.getByRole('row', { name: new RegExp(`${prefix}-000`) })).toContainText('After');
  const left = await ownerPage.request.get(`/api/ui/catalogue/skus?search=${prefix}&category=Before&count=1`);
  expect(await left.json()).toMatchObject({ count: 0 });
});

test('a file of 1,000 rows with three bad ones: named, kept in an error file, and left out when asked', async ({
  ownerPage,
}) => {
  const prefix = unique('E2E-CSV');
  const lines = Array.from(
    { length: 1000 },
    (_, index) => `${prefix}-${index};Kurta Größe ${index};1.299,50`,
  );
  lines[9] = `${prefix}-9;Kurta;cheap`;
  lines[499] = `${prefix}-499;;10`;
  lines[899] = `${prefix}-0;Twice;10`;
  await ownerPage.goto('/catalogue');
  await ownerPage.getByRole('link', { name: 'Import a file' }).click();
  await ownerPage.getByLabel('CSV file').setInputFiles({
    name: 'skus.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Artikel;Bezeichnung;Preis\n${lines.join('\n')}\n`, 'latin1'),
  });
  await expectAccessible(ownerPage);
  await ownerPage.getByRole('button', { name: 'Read the file' }).click();
  await expect(ownerPage.getByLabel('Encoding')).toHaveValue('windows-1252');
  await expect(ownerPage.getByLabel('Parted by')).toHaveValue(';');
  await expect(ownerPage.getByLabel('Numbers')).toHaveValue('comma');
  await expect(ownerPage.getByRole('combobox', { name: 'Price' })).toHaveValue('2');
  await ownerPage.getByRole('combobox', { name: 'SKU', exact: true }).selectOption({ label: 'Artikel' });
  await expectAccessible(ownerPage);
  await ownerPage.getByRole('button', { name: 'Dry run' }).click();

  const rows = ownerPage.getByRole('region', { name: 'Rows of the dry run' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText('11Preischeapis no number');
  await expect(rows.nth(2)).toContainText('501Bezeichnung–is required');
  await expect(rows.nth(3)).toContainText(`901Whole row–The SKU ${prefix}-0 stands in row 2 already`);
  await expect(ownerPage.getByRole('button', { name: 'Write all 997 rows' })).toBeDisabled();
  await expectAccessible(ownerPage);
  const [download] = await Promise.all([
    ownerPage.waitForEvent('download'),
    ownerPage.getByRole('link', { name: 'Error file' }).click(),
  ]);
  const errors = await readFile(await download.path(), 'utf8');
  expect(errors.trim().split('\n')).toHaveLength(4);
  expect(errors).toContain(`${prefix}-9;Kurta;cheap`);

  const count = async () =>
    (await (await ownerPage.request.get(`/api/ui/catalogue/skus?search=${prefix}&count=1`)).json()).count;
  expect(await count()).toBe(0);
  await ownerPage.getByRole('button', { name: 'Write the 997 valid rows only' }).click();
  await expect(ownerPage.getByText('997 rows of skus.csv were written')).toBeVisible();
  expect(await count()).toBe(997);
});

test('a SKU is stopped with a reason: its targets are 0 until it is undone', async ({ api, ownerPage }) => {
  const sku = unique('E2E-STOP');
  await api.putCatalog(catalogue(sku));
  await api.post({ type: 'receipt', sku, quantity: 8, node: 'e2e-cat-wh' });
  await expect.poll(() => targets(ownerPage, sku)).toEqual(both(4, 4));
  await ownerPage.goto(`/catalogue?search=${sku}&open=${sku}`);
  const drawer = ownerPage.getByRole('dialog', { name: `Kurta ${sku}` });
  await drawer.getByRole('button', { name: 'Stop selling…' }).click();
  const asked = ownerPage.getByRole('alertdialog');
  await asked.getByRole('button', { name: `Stop selling ${sku}` }).click();
  await expect(asked.getByRole('alert')).toContainText('Say why');
  await asked.getByLabel('Reason').fill('Recalled by the maker');
  await expectAccessible(ownerPage);
  await asked.getByRole('button', { name: `Stop selling ${sku}` }).click();
  await expect(drawer).toContainText('Recalled by the maker');
  await expect.poll(() => targets(ownerPage, sku)).toEqual(both(0, 0));
  await expectAccessible(ownerPage);
  await api.post({ type: 'receipt', sku, quantity: 2, node: 'e2e-cat-wh' });
  await ownerPage.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => targets(ownerPage, sku)).toEqual(both(5, 5));
  await expect(drawer).not.toContainText('Recalled by the maker');

  // A whole channel, and back by its banner.
  await ownerPage.goto('/catalogue?tab=channels&search=e2e-cat-market&open=e2e-cat-market');
  const channel = ownerPage.getByRole('dialog', { name: 'E2E cat market' });
  await channel.getByRole('button', { name: 'Stop selling…' }).click();
  await asked.getByLabel('Reason').fill('Festival is over');
  await asked.getByRole('button', { name: 'Stop selling E2E cat market' }).click();
  await expect.poll(() => targets(ownerPage, sku)).toEqual(both(10, 0));
  await channel.getByRole('button', { name: /^Sell all of/ }).click();
  await asked.getByRole('button', { name: 'Sell again' }).click();
  await expect.poll(() => targets(ownerPage, sku)).toEqual(both(5, 5));
});

test('the sourcing order is changed by buttons, and a secret never comes out', async ({ api, ownerPage }) => {
  const code = unique('e2e-src').toLowerCase();
  const secret = 'whsec_dHJ1ZWNvdW50LWUyZS1zZWNyZXQ=';
  await api.putCatalog({
    nodes: ['a', 'b'].map((node) => ({
      node: `${code}-${node}`,
      name: `Node ${node} ${code}`,
      kind: 'store',
    })),
    channels: [
      {
        channel: code,
        name: code,
        kind: 'webshop',
        connector: 'open',
        config: { baseUrl: 'http://127.0.0.1:9', secret, pollSeconds: 3600, auditSeconds: 3600 },
        sources: [`${code}-a`, `${code}-b`],
      },
    ],
  });
  await ownerPage.goto(`/catalogue?tab=channels&search=${code}&open=${code}`);
  const drawer = ownerPage.getByRole('dialog', { name: code });
  await expect(drawer.getByLabel('Secret')).toHaveAttribute('placeholder', /^Set/);
  await expect(drawer.getByLabel('Secret')).toHaveValue('');
  expect(await ownerPage.content()).not.toContain(secret);
  await drawer.getByRole('button', { name: `Ask Node b ${code} earlier` }).press('Enter');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect(drawer).toBeHidden();
  await expect(ownerPage.getByRole('row', { name: new RegExp(code) })).toContainText(
    `1 Node b ${code} · 2 Node a ${code}`,
  );
});

test('the catalogue is clean to axe and fits a phone', async ({ api, ownerPage: page }) => {
  // Seven pages of tables, each in light and dark.
  test.slow();
  await api.putCatalog(catalogue(unique('E2E-AXE')));
  for (const [address, label] of [
    ['/catalogue', 'SKUs'],
    ['/catalogue?tab=nodes', 'Stock nodes'],
    ['/catalogue?tab=channels', 'Channels'],
    ['/catalogue?tab=listings', 'Listings'],
    ['/catalogue?tab=safety-stock', 'Safety stock policies'],
    ['/catalogue?tab=replenishment', 'Lead times'],
  ] as const) {
    await page.goto(address);
    await expect(
      page
        .getByRole('region', { name: label, exact: true })
        .getByRole('row')
        .nth(1)
        .or(page.getByText(/^No lead time|^Nothing is kept/)),
    ).toBeVisible();
    await examine(page);
  }
  await page.goto('/catalogue/import');
  await expect(page.getByLabel('CSV file')).toBeVisible();
  await examine(page);
});
