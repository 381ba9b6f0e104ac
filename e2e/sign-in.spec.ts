import { randomUUID } from 'node:crypto';
import { admin, expect, test } from './fixtures';

const password = 'a long enough passphrase';

test('a one-time link lets the owner in once', async ({ page, origin }) => {
  const link = await admin(origin, 'owner-link');

  await test.step('fetching it does not use it up', async () => {
    const response = await page.request.get(link);
    expect(response.status()).toBe(200);
    expect(await response.text()).toContain('Sign in as owner');
  });

  await page.goto(link);
  await page.waitForURL(`${origin}/`);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();

  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link was used already' })).toBeVisible();
  await expect(page.getByText('npm run admin -- owner-link')).toBeVisible();
});

test('a link of nowhere says so', async ({ page }) => {
  await page.goto('/enter?token=nonsense');
  await expect(page.getByRole('heading', { name: 'This link is not known here' })).toBeVisible();
});

test('who is invited chooses a password, signs out and in again, and can change it', async ({
  page,
  origin,
}) => {
  const email = `${randomUUID()}@example.com`;
  await page.goto(await admin(origin, 'user', 'invite', '--email', email, '--role', 'operator'));
  await page.getByLabel('Name').fill('Asha Rao');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Join and sign in' }).click();
  await page.waitForURL(`${origin}/`);
  await expect(page.getByText('You came in by a one-time link')).toBeHidden();

  await page.getByRole('button', { name: /Asha Rao, operator/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);

  await page.goto('/?view=channels');
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible();

  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${origin}/?view=channels`);

  await page.getByRole('button', { name: /Asha Rao, operator/ }).click();
  await page.getByRole('menuitem', { name: 'Account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Account' });
  await dialog.getByLabel('New password').fill('another long passphrase');
  await dialog.getByRole('button', { name: 'Save account' }).click();
  await expect(dialog.getByText('Enter your current password')).toBeVisible();
  await dialog.getByLabel('Current password').fill(password);
  await dialog.getByLabel('New password').fill('another long passphrase');
  await dialog.getByRole('button', { name: 'Save account' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Account saved')).toBeVisible();
});

test('the owner gives an e-mail and a password, and signs in with them', async ({ page, origin }) => {
  const email = `owner-${randomUUID()}@example.com`;
  await page.goto(await admin(origin, 'owner-link'));
  await page.waitForURL(`${origin}/`);
  await page.getByRole('button', { name: 'Set up sign-in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Account' });
  await dialog.getByLabel('Name').fill('Meera Shah');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Password').fill('short');
  await dialog.getByRole('button', { name: 'Save account' }).click();
  await expect(dialog.getByText('Use at least 10 characters.')).toBeVisible();
  await expect(dialog.getByLabel('E-mail')).toHaveValue(email);
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Save account' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('You came in by a one-time link')).toBeHidden();

  await page.getByRole('button', { name: /Meera Shah, admin/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${origin}/`);
});

test('too many wrong passwords close an account for a while, right ones too', async ({ page, origin }) => {
  const email = `${randomUUID()}@example.com`;
  await page.goto(await admin(origin, 'user', 'invite', '--email', email, '--role', 'viewer'));
  await page.getByLabel('Name').fill('Ravi');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Join and sign in' }).click();
  await page.waitForURL(`${origin}/`);
  await page.context().clearCookies();

  const attempt = (tried: string) =>
    page.request.post('/api/auth/sign-in/email', { data: { email, password: tried }, headers: { origin } });
  const answers = [];
  for (let wrong = 0; wrong < 10; wrong++) answers.push((await attempt(`wrong ${wrong}`)).status());
  expect(answers).toEqual(Array(10).fill(401));
  expect((await attempt(password)).status()).toBe(429);
});

test('a page from elsewhere can neither use a link nor sign anybody in', async ({ page, origin }) => {
  const link = new URL(await admin(origin, 'owner-link'));
  const elsewhere = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
  const used = await page.request.post('/api/enter', {
    form: { token: link.searchParams.get('token') ?? '' },
    headers: elsewhere,
    maxRedirects: 0,
  });
  expect(used.status()).toBe(403);
  await page.goto(link.href);
  await page.waitForURL(`${origin}/`);
});

test('nobody signs up, and closed endpoints stay closed', async ({ page, origin }) => {
  const signUp = await page.request.post('/api/auth/sign-up/email', {
    data: { email: 'x@example.com', password, name: 'X' },
    headers: { origin },
  });
  expect(signUp.status()).toBe(404);
  const reads = await page.request.get('/api/ui/stock');
  expect(reads.status()).toBe(401);
});
