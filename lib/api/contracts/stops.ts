import { z } from 'zod';
import { newStopSchema, stopSchema } from '@/lib/catalog/selling-stop';
import { codeSchema, idSchema } from '@/lib/shared/text';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

export const postStopContract = contract({
  method: 'POST',
  path: '/stops',
  operation: 'stopSelling',
  tag: 'Channels',
  summary: 'Stop selling a SKU, a channel, or a SKU on a channel',
  description:
    'The listings show 0 until the stop is taken back; what they held goes to the others. The same stop again gives the one that stands.',
  permission: 'pause_channels',
  body: newStopSchema,
  answers: {
    200: { description: 'The stop stood already.', schema: stopSchema },
    201: { description: 'Stopped.', schema: stopSchema },
    422: { description: 'unknown_sku or unknown_channel.' },
  },
});

export const deleteStopContract = contract({
  method: 'DELETE',
  path: '/stops/{id}',
  operation: 'resumeSelling',
  tag: 'Channels',
  summary: 'Take a stop back',
  description: 'Taking it back again succeeds and changes nothing.',
  permission: 'pause_channels',
  params: z.object({ id: idSchema }),
  answers: {
    200: { description: 'The stop with its end.', schema: stopSchema },
    404: { description: 'There is no such stop.' },
  },
});

export const getStopsContract = contract({
  method: 'GET',
  path: '/stops',
  operation: 'listStops',
  tag: 'Channels',
  summary: 'List what is not sold, and why',
  permission: 'read_stock',
  query: listQuery({
    sku: codeSchema.optional().describe('Stops that hold for this SKU, those of whole channels among them.'),
    channel: codeSchema
      .optional()
      .describe('Stops that hold for this channel, those of SKUs everywhere among them.'),
    status: z.enum(['in_force', 'resumed']).optional(),
  }),
  answers: { 200: { description: 'Stops, the newest first.', schema: pageSchema(stopSchema) } },
});
