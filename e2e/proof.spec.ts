import { randomUUID } from 'node:crypto';
import { admin, expect, test } from './fixtures';

test('a walk of the proof shows its progress, survives a reload, and its result is kept', async ({
  ownerPage: page,
}) => {
  await page.goto('/proof');
  const runs = page
    .getByRole('region', { name: 'Last runs of the proof' })
    .getByRole('row', { name: /Proven/ });
  // With the heading the runs of before are there.
  await expect(page.getByRole('heading', { name: 'Last runs' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run the proof now' })).toBeEnabled();
  const before = await runs.count();
  await page.getByRole('button', { name: 'Run the proof now' }).click();
  await page.reload();
  await expect(runs).toHaveCount(before + 1);
  await expect(page.getByText(/^Proven on/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run the proof now' })).toBeEnabled();
});

test('who may only look has no button to run it', async ({ page, origin }) => {
  const email = `${randomUUID()}@example.com`;
  await page.goto(await admin(origin, 'user', 'invite', '--email', email, '--role', 'viewer'));
  await page.getByLabel('Name').fill('Vera');
  await page.getByLabel('Password').fill('a long enough passphrase');
  await page.getByRole('button', { name: 'Join and sign in' }).click();
  await page.waitForURL(`${origin}/`);
  await page.goto('/proof');
  await expect(page.getByRole('heading', { name: 'Last runs' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run the proof now' })).toHaveCount(0);
});
