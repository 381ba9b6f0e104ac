import { examine, expect, test } from './fixtures';

test('a simulation runs to its end in the worker, and its link gives the same numbers', async ({
  browser,
  owner,
  ownerPage: page,
}) => {
  const seed = Math.floor(Math.random() * 1_000_000);
  await page.goto(`/simulations?scenarios=small8&policies=strict&seed=${seed}&seeds=1`);
  await page.getByRole('checkbox', { name: 'Whole pool on every channel' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const table = page.getByRole('region', { name: /Results by policy: Eight units/ });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table.getByRole('row', { name: /Strict/ })).toContainText('0.00');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'As table' })).toHaveCount(2);
  const numbers = await table.textContent();

  const context = await browser.newContext({ storageState: owner });
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(
    other.getByRole('region', { name: /Results by policy: Eight units/ }).getByRole('row'),
  ).toHaveCount(3);
  expect(await other.getByRole('region', { name: /Results by policy: Eight units/ }).textContent()).toBe(
    numbers,
  );
  await context.close();

  await examine(page);
});
