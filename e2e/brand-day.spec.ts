import { expect, test } from './fixtures';

/** The demo that a first run loads: 847 units, 448 of them sold, 399 left. */
const sku = 'KURTA-INDIGO-M';

test('the demo shows what is left, where it lies, what the listings sell and what others would believe', async ({
  ownerPage: page,
}) => {
  await page.goto(`/stock/${sku}`);
  const heading = page.getByRole('heading', { level: 1, name: /Indigo block-print kurta/ });
  await expect(heading).toBeVisible();
  const totals = page.locator('article header dl');
  await expect(totals.getByText('On hand').locator('..')).toContainText('399');
  await expect(totals.getByText('Available to sell').locator('..')).toContainText('399');

  const sum = page.getByRole('region', { name: 'The sum per stock node' });
  for (const [node, units] of [
    ['Warehouse Bengaluru', '322'],
    ['Dark store Indiranagar', '31'],
    ['Dark store Koramangala', '25'],
    ['Dark store HSR Layout', '21'],
  ] as const)
    await expect(sum.getByRole('row', { name: new RegExp(node) }).getByRole('cell')).toHaveText([
      units,
      '0',
      '0',
      units,
      '0',
      units,
      '0',
    ]);

  await page.getByRole('tab', { name: 'Channels' }).click();
  const listings = page.getByRole('region', { name: 'Listings per channel' });
  for (const [listing, target] of [
    ['Webshop', '161'],
    ['Marketplace', '161'],
    ['Quick commerce Jhatpat · indiranagar', '31'],
    ['Quick commerce Jhatpat · koramangala', '25'],
    ['Quick commerce Jhatpat · hsr-layout', '21'],
  ] as const)
    await expect(
      listings
        .getByRole('row', { name: new RegExp(listing) })
        .getByRole('cell')
        .first(),
    ).toHaveText(target);

  const levels = page.getByRole('region', { name: "What each channel's own system would show" });
  for (const [channel, start, sold, believed] of [
    ['Webshop', '847', '312', '535'],
    ['Marketplace', '847', '89', '758'],
    ['Quick commerce', '124', '47', '77'],
  ] as const)
    await expect(levels.getByRole('row', { name: new RegExp(channel) }).getByRole('cell')).toHaveText([
      start,
      sold,
      believed,
    ]);
  await expect(page.getByText('They believe in').locator('..')).toContainText('1,370');
  await expect(page.getByText('The ledger has left').locator('..')).toContainText('399');
});
