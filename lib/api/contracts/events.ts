import { z } from 'zod';
import { eventResultSchema, events_per_request_max, inventoryEventSchema } from '@/lib/ledger/events';
import { contract } from '../contract';

export const postEventsContract = contract({
  method: 'POST',
  path: '/events',
  operation: 'postEvents',
  tag: 'Ledger',
  summary: 'Report inventory events',
  description:
    'Recorded in order; lines of one order stand or fall together. (source, id) makes each event safe to send again. A batch with a malformed event is refused whole and applies nothing. Sources that begin with truecount: are reserved.',
  permission: ['post_floor_events', 'post_feed_events', 'reserve', 'approve_variances'],
  body: z.strictObject({ events: z.array(inventoryEventSchema).min(1).max(events_per_request_max) }),
  answers: {
    200: {
      description: 'One result per event, in order.',
      schema: z.object({ results: z.array(eventResultSchema) }),
    },
  },
});
