import { z } from 'zod';
import { nameActors } from '@/lib/access/server/name-actors';
import { listStops } from '@/lib/channels/server/list-stops';
import { screenRead } from '../screen-read';

const code = z.string().max(128).optional();
const querySchema = z.strictObject({ sku: code, channel: code });
const stops_shown_max = 100;

/** The stops in force that hold for a SKU or a channel, with who made them by name. */
export const GET = screenRead('read_stock', querySchema, async (pool, query) => {
  const page = await listStops(pool, { ...query, status: 'in_force', limit: stops_shown_max });
  const names = await nameActors(pool, new Set(page.items.map(({ actor }) => actor)));
  return { items: page.items.map((item) => ({ ...item, actorName: names.get(item.actor) ?? item.actor })) };
});
