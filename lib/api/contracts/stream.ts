import { z } from 'zod';
import { codeSchema } from '@/lib/shared/text';
import { contract } from '../contract';

export const getStreamContract = contract({
  method: 'GET',
  path: '/stream',
  operation: 'streamEvents',
  tag: 'Ledger',
  summary: 'Follow events as they are recorded',
  description:
    'Server-sent events in commit order. Each message is JSON {sequence, type, source, id, sku, nodes, channel?, order?, occurredAt, recordedAt, status}. Resume with Last-Event-ID (header or lastEventId): no event is left out, none comes twice. A comment comes every 15 seconds. An event named `cut_off` ends a stream whose reader is too slow; `reset` says that the id given is unknown here, so everything shown should be read anew.',
  permission: 'read_operations',
  query: z.strictObject({
    sku: codeSchema.optional(),
    node: codeSchema.optional(),
    channel: codeSchema.optional(),
    lastEventId: z.string().max(100).optional(),
    also: z
      .literal('changes')
      .optional()
      .describe(
        'Also an event named `changed`, without data, whenever something beside the ledger has changed (listings, channels, marks, people): read it anew.',
      ),
  }),
  answers: { 200: { description: 'A stream.', schema: z.string(), mediaType: 'text/event-stream' } },
});
