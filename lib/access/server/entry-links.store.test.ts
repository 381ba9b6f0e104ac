import { afterAll, beforeAll, expect, test } from 'vitest';
import { getPrisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { consumeEntryLink } from './consume-entry-link';
import { countSignInAttempt, forgetSignInAttempts, sign_in_attempts_max } from './count-sign-in-attempt';
import { createInviteLink } from './create-invite-link';
import { createOwnerLink } from './create-owner-link';
import { readEntryLink } from './read-entry-link';
import { saveAccount } from './save-account';

let database: TestDatabase;
beforeAll(async () => {
  process.env.TRUECOUNT_SECRET_KEY ??= 'a key for tests only';
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? '';
const person = { name: 'Asha Rao', password: 'a long enough passphrase' };

async function invite(email: string): Promise<string> {
  const invited = await createInviteLink({ email, role: 'operator' });
  if ('code' in invited) throw new Error(invited.code);
  return tokenOf(invited.link);
}

test('of many uses at once one wins, and there is one owner', async () => {
  const tokens = [tokenOf(await createOwnerLink()), tokenOf(await createOwnerLink())];
  const outcomes = await Promise.all(
    tokens.flatMap((token) => Array.from({ length: 6 }, () => consumeEntryLink(token).catch(() => 'threw'))),
  );
  const entered = outcomes.filter((outcome) => typeof outcome === 'object' && 'userId' in outcome);
  expect(entered.length).toBeGreaterThanOrEqual(1);
  expect(entered.length).toBeLessThanOrEqual(tokens.length);
  const owners = await getPrisma().user.findMany({ where: { owner: true } });
  expect(owners.map(({ role }) => role)).toEqual(['admin']);
  expect(
    new Set(
      entered.map((outcome) => (typeof outcome === 'object' && 'userId' in outcome ? outcome.userId : '')),
    ),
  ).toEqual(new Set(owners.map(({ id }) => id)));
});

test('reading a link leaves it good; used, expired and unknown ones say so', async () => {
  const token = tokenOf(await createOwnerLink());
  expect(await readEntryLink(token)).toEqual({ state: 'open', kind: 'owner' });
  expect(await readEntryLink(token, new Date(Date.now() + 25 * 60 * 60 * 1000))).toEqual({
    state: 'expired',
  });
  expect(await consumeEntryLink(token)).toHaveProperty('userId');
  expect(await readEntryLink(token)).toEqual({ state: 'used' });
  expect(await consumeEntryLink(token)).toEqual({ problem: 'used' });
  expect(await consumeEntryLink(`${'A'.repeat(42)}B`)).toEqual({ problem: 'unknown' });
  expect(await readEntryLink({ not: 'text' })).toEqual({ state: 'unknown' });
});

test('only the hash of a token is kept', async () => {
  const token = tokenOf(await createOwnerLink());
  const { rows } = await database.pool.query(
    'SELECT count(*) AS found FROM entry_link WHERE entry_link::text LIKE $1',
    [`%${token}%`],
  );
  expect(rows[0].found).toBe('0');
});

test('an invitation needs a person, creates them once, and stays good where their e-mail is taken', async () => {
  const token = await invite('asha@example.com');
  const second = await invite('asha@example.com');
  expect(await consumeEntryLink(token)).toEqual({ problem: 'details_missing' });
  expect(await consumeEntryLink(token, person)).toHaveProperty('userId');
  expect(await consumeEntryLink(second, person)).toEqual({ problem: 'email_taken' });
  expect(await readEntryLink(second)).toMatchObject({ state: 'open' });
  expect(await createInviteLink({ email: 'asha@example.com', role: 'admin' })).toMatchObject({
    code: 'email_taken',
  });
  const user = await getPrisma().user.findUniqueOrThrow({ where: { email: 'asha@example.com' } });
  expect(user).toMatchObject({ role: 'operator', owner: false, name: 'Asha Rao' });
});

test('sign-in attempts are counted per account, in step, and forgotten on success', async () => {
  const now = Date.now();
  const answers = await Promise.all(
    Array.from({ length: sign_in_attempts_max + 5 }, () => countSignInAttempt('Ravi@Example.com ', now)),
  );
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(sign_in_attempts_max);
  expect((await countSignInAttempt('other@example.com', now)).allowed).toBe(true);
  await forgetSignInAttempts('ravi@example.com');
  expect((await countSignInAttempt('ravi@example.com', now)).allowed).toBe(true);
});

test('a new password ends the other sessions; without the current one nothing changes', async () => {
  const outcome = await consumeEntryLink(await invite('meera@example.com'), person);
  if ('problem' in outcome) throw new Error(outcome.problem);
  const { userId } = outcome;
  const expiresAt = new Date(Date.now() + 60_000);
  await getPrisma().session.createMany({
    data: ['here', 'there'].map((token) => ({ id: token, token, userId, expiresAt })),
  });
  const change = {
    name: 'Meera Shah',
    email: 'meera@example.com',
    currentPassword: undefined,
    newPassword: 'another long passphrase',
  };
  const sessions = async () =>
    (await getPrisma().session.findMany({ where: { userId } })).map(({ token }) => token);

  expect(await saveAccount(userId, change, 'here')).toMatchObject({ field: 'currentPassword' });
  expect(await saveAccount(userId, { ...change, currentPassword: 'wrong' }, 'here')).toMatchObject({
    field: 'currentPassword',
  });
  expect(await sessions()).toHaveLength(2);
  expect(await saveAccount(userId, { ...change, currentPassword: person.password }, 'here')).toEqual({
    saved: true,
  });
  expect(await sessions()).toEqual(['here']);
  expect(
    await saveAccount(
      userId,
      {
        ...change,
        email: 'asha@example.com',
        currentPassword: 'another long passphrase',
        newPassword: undefined,
      },
      'here',
    ),
  ).toMatchObject({ field: 'email' });
});
