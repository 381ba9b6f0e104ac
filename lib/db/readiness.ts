import { getPool } from './client';
import { databaseErrorKind } from './errors';
import { pendingMigrations } from './pending-migrations';

export type Readiness = { ready: true } | { ready: false; detail: string };

const readiness_ms_max = 2_000;

/** Whether this process could serve right now: the database answers within 2 s and lacks no migration. */
export async function checkReadiness(): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(
      () => resolve({ ready: false, detail: 'The database does not answer.' }),
      readiness_ms_max,
    );
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function ask(): Promise<Readiness> {
  try {
    const pending = await pendingMigrations(getPool());
    if (pending.length === 0) return { ready: true };
    return { ready: false, detail: `Migrations still to be applied: ${pending.join(', ')}.` };
  } catch (error) {
    return { ready: false, detail: `The database cannot be reached (${databaseErrorKind(error)}).` };
  }
}
