import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { type SettingChange, type Settings, settingsSchema } from '../setting';
import { writeAudit } from './write-audit';

export async function readSettings(pool: Pool): Promise<Settings> {
  const { rows } = await pool.query<{ setting: string; value: unknown }>(
    'SELECT setting, value FROM organisation_setting',
  );
  const known = Object.keys(settingsSchema.shape);
  return settingsSchema.parse(
    Object.fromEntries(
      rows.filter(({ setting }) => known.includes(setting)).map(({ setting, value }) => [setting, value]),
    ),
  );
}

export function changeSetting(pool: Pool, { setting, value }: SettingChange, actor: string): Promise<void> {
  return withTransaction(pool, async (client) => {
    await client.query(
      `INSERT INTO organisation_setting (setting, value, updated_by) VALUES ($1, $2, $3)
       ON CONFLICT (setting) DO UPDATE SET value = EXCLUDED.value, updated_by = EXCLUDED.updated_by,
         updated_at = clock_timestamp()`,
      [setting, JSON.stringify(value), actor],
    );
    await writeAudit(client, { actor, action: 'setting.changed', subject: setting, details: { value } });
  });
}
