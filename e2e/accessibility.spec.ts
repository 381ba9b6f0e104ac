import type { Page } from '@playwright/test';
import { admin, expect, expectAccessible, sidewaysPixels, test, unique } from './fixtures';

/** Light and dark, on a desk and on a phone: no finding of axe, and no sideways scroll. */
async function examine(page: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
      expect(await sidewaysPixels(page)).toBe(0);
    }
  }
}

test('sign-in', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByText('First time, or password lost?').click();
  await examine(page);
});

test('a closed link', async ({ page }) => {
  await page.goto('/enter?token=nonsense');
  await expect(page.getByRole('heading', { name: 'This link is not known here' })).toBeVisible();
  await examine(page);
});

test('an invitation', async ({ page, origin }) => {
  await page.goto(
    await admin(
      origin,
      'user',
      'invite',
      '--email',
      `${unique('axe').toLowerCase()}@example.com`,
      '--role',
      'viewer',
    ),
  );
  await expect(page.getByRole('button', { name: 'Join and sign in' })).toBeVisible();
  await examine(page);
});

test('stock, by node and by channel', async ({ api, ownerPage: page }) => {
  // Eight examinations of the largest page.
  test.slow();
  const sku = unique('E2E-AXE');
  await api.putCatalog({
    skus: [{ sku, name: 'Kurta for axe' }],
    nodes: [{ node: 'e2e-axe', name: 'Axe warehouse', kind: 'warehouse' }],
    channels: [
      { channel: 'e2e-axe', name: 'Axe shop', kind: 'webshop', connector: 'none', sources: ['e2e-axe'] },
    ],
    listings: [{ channel: 'e2e-axe', sku }],
  });
  await api.post(
    { type: 'receipt', sku, quantity: 9, node: 'e2e-axe' },
    { type: 'order_placed', sku, quantity: 2, channel: 'e2e-axe', order: 'A-1', line: '1' },
  );
  for (const view of ['nodes', 'channels']) {
    await page.goto(`/?sku=${sku}&search=${sku}&view=${view}`);
    await expect(page.getByRole('row', { name: /Order placed/ })).toBeVisible();
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await examine(page);
  }
});

test('the account dialog', async ({ ownerPage: page }) => {
  await page.goto('/?account=true');
  await expect(page.getByRole('dialog', { name: 'Account' })).toBeVisible();
  await examine(page);
});

test('a page that is not there', async ({ ownerPage: page }) => {
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
  await examine(page);
});
