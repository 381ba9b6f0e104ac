import { expect, test, unique } from './fixtures';
import { OpenShop } from './open-shop';

const secret = 'whsec_dHJ1ZWNvdW50LWUyZS1vcGVuLXNob3Atc2VjcmV0IQ==';

test('a channel is paused with a reason and goes on; an edit in the shop shows as drift', async ({
  api,
  ownerPage: page,
}) => {
  // It waits for a real worker and a real shop at every step.
  test.slow();
  const shop = new OpenShop(secret);
  await shop.start();
  try {
    const sku = unique('E2E-CH');
    const name = `Shop of ${sku}`;
    const channel = sku.toLowerCase();
    await api.putCatalog({
      skus: [{ sku, name: 'Kurta in a shop' }],
      nodes: [{ node: channel, name: 'E2E shop warehouse', kind: 'warehouse' }],
      channels: [
        {
          channel,
          name,
          kind: 'webshop',
          connector: 'open',
          config: { baseUrl: shop.baseUrl, secret, pollSeconds: 1 },
          sources: [channel],
        },
      ],
      // The newest number goes out at once: this journey is about the way to the shop.
      listings: [{ channel, sku, mode: 'fixed_share' }],
    });
    shop.list(sku);
    await api.post({ type: 'receipt', sku, quantity: 10, node: channel });
    await shop.until(() => shop.level(sku) === 10);

    await page.goto(`/channels?channel=${channel}`);
    const row = page.getByRole('region', { name: 'Channels' }).getByRole('row', { name: new RegExp(name) });
    await expect(row).toContainText('In step');
    await row.getByRole('button', { name: `Pause ${name}` }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByLabel('Reason').fill('moving the warehouse');
    await dialog.getByRole('button', { name: `Pause ${name}` }).click();
    await expect(row).toContainText('Paused');
    await expect(row).toContainText('moving the warehouse');

    await api.post({ type: 'receipt', sku, quantity: 5, node: channel });
    const listing = page
      .getByRole('region', { name: `Listings on ${name}` })
      .last()
      .getByRole('row', { name: new RegExp(sku) });
    await expect(listing.getByRole('cell').nth(1)).toHaveText('15');
    expect(shop.level(sku)).toBe(10);
    await row.getByRole('button', { name: `Resume ${name}` }).click();
    await shop.until(() => shop.level(sku) === 15);
    await expect(listing.getByRole('cell').nth(3)).toHaveText('15');
    await expect(row).toContainText('In step');

    // Somebody edits the number in the shop itself; pushing is paused so that theirs stands.
    await row.getByRole('button', { name: `Pause ${name}` }).click();
    await dialog.getByLabel('Reason').fill('looking at a drift');
    await dialog.getByRole('button', { name: `Pause ${name}` }).click();
    await expect(row).toContainText('Paused');
    for (const level of shop.levels.values()) level.quantity = 19;
    await page.getByRole('button', { name: 'Read back now' }).click();
    await expect(listing).toContainText('+4');
    await listing.click();
    await page.getByRole('button', { name: 'Accept theirs (19)…' }).click();
    await dialog.getByLabel('Reason').fill('a hand-made promise');
    await dialog.getByRole('button', { name: 'Accept 19' }).click();
    await expect(dialog.getByRole('alert')).toContainText('its sources have 15 available');
    await dialog.getByRole('button', { name: 'Keep as it is' }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await row.getByRole('button', { name: `Resume ${name}` }).click();
    await shop.until(() => shop.level(sku) === 15);
  } finally {
    await shop.stop();
  }
});
