import { getStreamContract } from '@/lib/api/contracts/stream';
import { eventStreamResponse } from '@/lib/api/event-stream-response';
import { methods, route } from '@/lib/api/handler';
import { getEventStream } from '@/lib/runtime/event-stream';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getStreamContract, async ({ query, request }) => {
    const { lastEventId, ...filter } = query;
    const resume = request.headers.get('last-event-id') ?? lastEventId ?? null;
    return eventStreamResponse(getEventStream(), filter, resume, request.signal);
  }),
});
