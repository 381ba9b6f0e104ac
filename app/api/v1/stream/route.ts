import { getStreamContract } from '@/lib/api/contracts/stream';
import { eventStreamResponse } from '@/lib/api/event-stream-response';
import { methods, route } from '@/lib/api/handler';
import { getEventStream } from '@/lib/runtime/event-stream';
import { getScreenSignals } from '@/lib/runtime/screen-signals';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getStreamContract, async ({ query, request }) => {
    const { lastEventId, also, ...filter } = query;
    const resume = request.headers.get('last-event-id') ?? lastEventId ?? null;
    const signals = also === undefined ? null : getScreenSignals();
    return eventStreamResponse(getEventStream(), filter, resume, request.signal, undefined, signals);
  }),
});
