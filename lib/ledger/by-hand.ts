import { z } from 'zod';
import { occurredAtSchema } from '@/lib/shared/clock';
import { type InventoryEvent, inventoryEventSchema, screen_source } from './events';

/**
 * What a form brings along so that a double click or a retry posts once: a key it made when it opened, and the instant
 * of the first try. Both stay the same until the ledger has answered.
 */
export const onceSchema = z.object({ key: z.uuid(), at: occurredAtSchema });
export type Once = z.output<typeof onceSchema>;

/** An event that a person makes on a screen. */
export function eventByHand(once: Once, fields: Record<string, unknown>): InventoryEvent {
  return inventoryEventSchema.parse({ source: screen_source, id: once.key, occurredAt: once.at, ...fields });
}
