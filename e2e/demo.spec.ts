import { examine, expect, test } from './fixtures';

/** The suite's demo begins with all its shops standing still. */
test('a shop of the demo is started, sells, is disturbed, and stands still again', async ({
  ownerPage: page,
}) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Demo shops' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Demo shops' })).toBeVisible();
  const shop = page.getByRole('region', { name: 'Marketplace Haat' });
  await expect(shop.getByText('Paused')).toBeVisible();

  await page.getByRole('combobox', { name: 'SKU' }).fill('KURTA-INDIGO-M');
  await page.getByRole('option', { name: /KURTA-INDIGO-M/ }).click();
  await expect(page).toHaveURL(/sku=KURTA-INDIGO-M/);
  await expect(page.getByRole('region', { name: 'Webshop' }).getByText('161')).toBeVisible();
  await expect(shop.getByText('Does not sell this SKU.')).toBeVisible();

  await shop.getByRole('button', { name: 'Flash sale at Marketplace Haat' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Times as many orders').fill('20');
  await dialog.getByRole('button', { name: 'Start the flash sale' }).click();
  await expect(dialog).toBeHidden();
  await expect(shop.getByText(/^Flash sale, \d+ s left$/)).toBeVisible();
  await expect(shop.getByText(/^HT-S-\d+, /)).toBeVisible();

  await shop.getByRole('button', { name: 'Disturb Marketplace Haat' }).click();
  await page.getByLabel('Reports told twice').selectOption('0.3');
  await expect(shop.getByText('Disturbed: 30 % told twice.')).toBeVisible();
  await page.keyboard.press('Escape');

  await shop.getByRole('button', { name: 'End the flash sale at Marketplace Haat' }).click();
  await expect(shop.getByText('Selling')).toBeVisible();
  await shop.getByRole('slider', { name: 'Pace of Marketplace Haat' }).press('Home');
  await expect(shop.getByText('×1', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Pause all' }).click();
  await expect(shop.getByText('Paused')).toBeVisible();
});

test('fits every screen, light and dark', async ({ ownerPage: page }) => {
  // A page that is read anew all the time.
  test.slow();
  await page.goto('/demo?sku=KURTA-INDIGO-M');
  await expect(page.getByRole('region', { name: 'Webshop' }).getByText('161')).toBeVisible();
  await examine(page);
});
