import { afterAll, beforeAll, expect, test } from 'vitest';
import { getPrisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { inviteSchema } from '../entry-link';
import { changeUserRights, deactivateUser, endSession, reactivateUser, withdrawInvite } from './change-user';
import { consumeEntryLink } from './consume-entry-link';
import { inviteUser } from './invite-user';
import { listAudit } from './list-audit';
import { listInvites, listSessions, listUsers } from './list-users';
import { changeSetting, readSettings } from './settings';

let database: TestDatabase;
beforeAll(async () => {
  process.env.TRUECOUNT_SECRET_KEY ??= 'a key for tests only';
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const actor = 'user:owner';
const person = { name: 'Ravi Iyer', password: 'a long enough passphrase' };

async function addUser(id: string, role: string): Promise<void> {
  await getPrisma().user.create({ data: { id, name: id, email: `${id}@example.com`, role } });
}
async function addSession(id: string, userId: string): Promise<void> {
  await getPrisma().session.create({
    data: { id, token: `token-${id}`, userId, expiresAt: new Date(Date.now() + 3_600_000) },
  });
}

test('two admins who demote each other at the same moment leave one', async () => {
  await addUser('a1', 'admin');
  await addUser('a2', 'admin');
  const rights = { role: 'manager' as const, nodes: [] };
  const outcomes = await Promise.all([
    changeUserRights(database.pool, 'a1', rights, actor),
    changeUserRights(database.pool, 'a2', rights, actor),
  ]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const left = (await listUsers(database.pool)).filter(({ role }) => role === 'admin');
  expect(left).toHaveLength(1);
  const last = left[0]?.id ?? '';
  expect(await deactivateUser(database.pool, last, actor)).toMatchObject({ ok: false, code: 'last_admin' });
  expect(await changeUserRights(database.pool, last, rights, actor)).toMatchObject({ code: 'last_admin' });
});

test('an invited person has the role and nodes of the invitation, and it is used once', async () => {
  const invite = inviteSchema.parse({ email: 'ravi@example.com', role: 'operator', nodes: ['andheri'] });
  const invited = await inviteUser(database.pool, invite, actor);
  if (!invited.ok) throw new Error(invited.detail);
  const open = await listInvites(database.pool);
  expect(open).toMatchObject([{ email: 'ravi@example.com', role: 'operator', nodes: ['andheri'] }]);
  expect(JSON.stringify(open)).not.toContain(new URL(invited.link).searchParams.get('token'));
  expect(await consumeEntryLink(new URL(invited.link).searchParams.get('token'), person)).toHaveProperty(
    'userId',
  );
  expect(await listInvites(database.pool)).toEqual([]);
  const ravi = (await listUsers(database.pool)).find(({ email }) => email === 'ravi@example.com');
  expect(ravi).toMatchObject({ role: 'operator', nodes: ['andheri'], active: true });
  expect(await inviteUser(database.pool, invite, actor)).toMatchObject({ ok: false, code: 'email_taken' });
});

test('an admin is never limited to nodes', () => {
  expect(inviteSchema.safeParse({ email: 'a@example.com', role: 'admin', nodes: ['x'] }).success).toBe(false);
});

test('an invitation that is withdrawn lets nobody in', async () => {
  const invited = await inviteUser(database.pool, { email: 'late@example.com', role: 'viewer' }, actor);
  if (!invited.ok) throw new Error(invited.detail);
  const [open] = await listInvites(database.pool);
  expect(await withdrawInvite(database.pool, open?.id ?? '', actor)).toEqual({ ok: true });
  expect(await consumeEntryLink(new URL(invited.link).searchParams.get('token'), person)).toEqual({
    problem: 'unknown',
  });
  expect(await withdrawInvite(database.pool, open?.id ?? '', actor)).toMatchObject({ ok: false });
});

test('who is deactivated is out at once, and can be let in again', async () => {
  await addUser('gone', 'manager');
  await addSession('s1', 'gone');
  await addSession('s2', 'gone');
  expect(await endSession(database.pool, 's1', actor)).toEqual({ ok: true });
  expect(await listSessions(database.pool, 'token-s2')).toMatchObject([
    { id: 's2', own: true, name: 'gone' },
  ]);
  expect(await deactivateUser(database.pool, 'gone', actor)).toEqual({ ok: true });
  expect(await listSessions(database.pool, null)).toEqual([]);
  const find = async () => (await listUsers(database.pool)).find(({ id }) => id === 'gone');
  expect(await find()).toMatchObject({ active: false, sessions: 0 });
  await reactivateUser(database.pool, 'gone', actor);
  expect(await find()).toMatchObject({ active: true });
});

test('every change stands in the audit log, newest first', async () => {
  expect(await readSettings(database.pool)).toEqual({ mayApproveOwnVariances: false });
  await changeSetting(database.pool, { setting: 'mayApproveOwnVariances', value: true }, actor);
  expect(await readSettings(database.pool)).toEqual({ mayApproveOwnVariances: true });
  const first = await listAudit(database.pool, { limit: 2 });
  expect(first.items.map(({ action }) => action)).toEqual(['setting.changed', 'user.reactivated']);
  const next = await listAudit(database.pool, { limit: 2, cursor: first.next });
  expect(next.items[0]?.action).toBe('user.deactivated');
  const invites = await listAudit(database.pool, { action: 'invite', search: 'late@' });
  expect(invites.items).toMatchObject([
    { action: 'invite.withdrawn', by: actor, subject: 'late@example.com' },
  ]);
});
