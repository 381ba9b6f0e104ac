import { z } from 'zod';
import { nameActors } from '@/lib/access/server/name-actors';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { readEvent } from '@/lib/ledger/server/read-event';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({
  sku: z.string().max(128),
  sequence: wholeNumberParameter(1, Number.MAX_SAFE_INTEGER),
});

export const GET = screenRead('read_operations', querySchema, async (pool, { sku, sequence }) => {
  const event = await readEvent(pool, sku, sequence);
  if (event === null) return null;
  const names = await nameActors(pool, [event.actor]);
  return { ...event, actorName: names.get(event.actor) ?? event.actor };
});
