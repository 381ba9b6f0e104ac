import type { Pool, PoolClient } from 'pg';
import type { SellingStop } from '@/lib/catalog/selling-stop';
import { withTransaction } from '@/lib/db/transaction';
import { readStop } from './list-stops';
import { markListingsDirty } from './mark-listings-dirty';
import { lockStops, skusOf } from './stop-selling';

export type ResumeSelling =
  | { ok: true; stop: SellingStop; ended: boolean }
  | { ok: false; code: 'not_found'; detail: string };

/** Takes a stop back: targets are computed anew as if it had never been. Taking it back again changes nothing. */
export async function resumeSelling(
  pool: Pool,
  id: string,
  reason: string | null,
  actor: string,
  record: (client: PoolClient, stop: SellingStop) => Promise<void>,
): Promise<ResumeSelling> {
  return withTransaction(pool, async (client): Promise<ResumeSelling> => {
    await lockStops(client);
    const standing = await readStop(client, id);
    if (standing === null) return { ok: false, code: 'not_found', detail: `There is no stop ${id}.` };
    if (standing.resumedAt !== null) return { ok: true, stop: standing, ended: false };
    await client.query('INSERT INTO selling_resume (stop, reason, actor) VALUES ($1, $2, $3)', [
      id,
      reason,
      actor,
    ]);
    const stop = await readStop(client, id);
    if (stop === null) throw new Error(`The stop ${id} is gone.`);
    await markListingsDirty(
      client,
      await skusOf(client, { sku: stop.sku ?? '', channel: stop.channel ?? '' }),
    );
    await record(client, stop);
    return { ok: true, stop, ended: true };
  });
}
