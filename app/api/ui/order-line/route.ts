import { z } from 'zod';
import { nameActors } from '@/lib/access/server/name-actors';
import { orderLineKeySchema } from '@/lib/orders/arrange-orders';
import { readOrderLine } from '@/lib/orders/server/read-order-line';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject(orderLineKeySchema.shape);

/** One order line with its events and, where it waits, the lines that could give it units. */
export const GET = screenRead('read_operations', querySchema, async (pool, key) => {
  const line = await readOrderLine(pool, key);
  if (line === null) return null;
  const names = await nameActors(pool, new Set(line.events.map(({ actor }) => actor)));
  return {
    ...line,
    events: line.events.map((event) => ({ ...event, by: names.get(event.actor) ?? event.actor })),
  };
});
