import { randomUUID } from 'node:crypto';
import { expect, test, unique } from './fixtures';

const nodes = [
  { node: 'e2e-andheri', name: 'E2E Andheri East', kind: 'dark_store' },
  { node: 'e2e-bandra', name: 'E2E Bandra', kind: 'dark_store' },
];

test('an invited operator works at their node and nowhere else', async ({
  api,
  browser,
  ownerPage: page,
  origin,
}) => {
  const sku = unique('E2E-SCOPE');
  const email = `${randomUUID()}@example.com`;
  await api.putCatalog({ skus: [{ sku, name: 'Kurta in scope' }], nodes });
  await api.post({ type: 'receipt', sku, quantity: 8, node: 'e2e-bandra' });

  await page.goto('/users');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('checkbox', { name: 'E2E Andheri East' }).click();
  await dialog.getByRole('button', { name: 'Make an invitation link' }).click();
  const link = await dialog.getByLabel('Invitation link').inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'Open invitations' })).toContainText(email);

  const context = await browser.newContext();
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.getByLabel('Name').fill('Ravi Iyer');
  await theirs.getByLabel('Password').fill('a long enough passphrase');
  await theirs.getByRole('button', { name: 'Join and sign in' }).click();
  await theirs.waitForURL(`${origin}/`);
  const row = page.getByRole('region', { name: 'Users' }).getByRole('row', { name: new RegExp(email) });
  await expect(row).toContainText('E2E Andheri East');

  await theirs.goto(`/movements?sku=${sku}&node=e2e-bandra`);
  const form = theirs.getByRole('form', { name: 'Adjust stock' });
  const offered = form.getByLabel('Stock node').getByRole('option');
  await expect(offered.filter({ hasText: 'E2E Andheri East' })).toHaveCount(1);
  await expect(offered.filter({ hasText: 'E2E Bandra' })).toHaveCount(0);
  await form.getByLabel('Units').fill('3');
  await form.getByLabel('Reason').selectOption('found');
  await form.getByRole('button', { name: /^Add 3 units/ }).click();
  await expect(form.getByRole('alert')).toContainText('lies outside the nodes you work at');
  await form.getByLabel('Stock node').selectOption({ label: 'E2E Andheri East' });
  await form.getByRole('button', { name: 'Add 3 units at E2E Andheri East' }).click();
  await expect(theirs.getByText('Recorded: Add 3 units at E2E Andheri East')).toBeVisible();
  await theirs.goto('/users');
  await expect(theirs.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
  expect((await theirs.request.get('/api/ui/people')).status()).toBe(403);

  await row.getByRole('button', { name: 'Deactivate Ravi Iyer' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate Ravi Iyer' }).click();
  await expect(row).toContainText('Deactivated');
  await theirs.goto('/movements');
  await theirs.waitForURL(/\/sign-in/);
  await context.close();
});

test('the last admin stays', async ({ ownerPage: page }) => {
  await page.goto('/users');
  // Another journey may have given the owner a name.
  const own = page.getByRole('row').filter({ hasText: '(you)' });
  await own.getByRole('button', { name: /^Deactivate/ }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: /^Deactivate/ }).click();
  await expect(dialog.getByRole('alert')).toContainText('last active admin');
});

test('a key is shown once, works within its limits, and is refused once it is revoked', async ({
  api,
  ownerPage: page,
  playwright,
  origin,
}) => {
  const name = unique('E2E-KEY');
  await api.putCatalog({ nodes });
  await page.goto('/users?tab=keys');
  await page.getByRole('button', { name: 'Create a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create an API key' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Role').selectOption('operator');
  await dialog.getByRole('checkbox', { name: 'E2E Bandra' }).click();
  await dialog.getByRole('button', { name: 'Create the key' }).click();
  const key = await dialog.getByLabel('API key').inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('region', { name: 'API keys' }).getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('nodes e2e-bandra');
  // The dialog fades out with the key in it.
  await expect.poll(() => page.content()).not.toContain(key);

  const request = await playwright.request.newContext({
    baseURL: origin,
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  expect((await request.get('/api/v1/positions')).status()).toBe(200);
  expect((await request.put('/api/v1/catalog', { data: { skus: [] } })).status()).toBe(403);

  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Revoke ${name}` })
    .click();
  await expect(row).toContainText('Revoked');
  expect((await request.get('/api/v1/positions')).status()).toBe(401);
  await request.dispose();

  await page.goto('/users?tab=audit&action=api_key');
  const log = page.getByRole('region', { name: 'Audit log' });
  await expect(log.getByRole('row').nth(1)).toContainText('api key revoked');
});
