import { eventRightsRefusal } from '@/lib/access/event-rights';
import { postEventsContract } from '@/lib/api/contracts/events';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { getLedger } from '@/lib/runtime/ledger';
import { measureLedger } from '@/lib/runtime/read-metrics';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(postEventsContract, async ({ body, principal, actor }) => {
    const refusals = body.events.flatMap((event, index) => {
      const refusal = eventRightsRefusal(principal, event);
      return refusal === null ? [] : [{ ...refusal, pointer: `/events/${index}/${refusal.field}` }];
    });
    const [first] = refusals;
    if (first !== undefined)
      return problem(first.code, `${first.detail} Nothing of the batch was applied.`, {
        errors: refusals.map(({ pointer, detail }) => ({ pointer, detail })),
      });
    measureLedger();
    return { status: 200, body: { results: await getLedger().post(body.events, actor) } };
  }),
});
