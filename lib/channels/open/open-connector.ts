import type { z } from 'zod';
import type {
  ChannelConnector,
  ConnectorResult,
  LevelUpdate,
  ObservedLevel,
  OrderPage,
  PushOutcome,
} from '../connector';
import { type ChannelOrder, channelOrderSchema } from '../order-snapshot';
import type { OpenConfig } from './config';
import {
  levelsResponseSchema,
  listings_per_request_max,
  ordersResponseSchema,
  pushResponseSchema,
  updates_per_request_max,
} from './protocol';
import { signedRequest } from './signed-request';

export interface OpenConnectorOptions {
  /** Plain http, loopback and private addresses: only while the app itself is bound to loopback. */
  allowInside: boolean;
  request_timeout_ms?: number;
}

/** The connector `open`: any shop that serves the three endpoints of the open channel protocol. */
export function openConnector(config: OpenConfig, options: OpenConnectorOptions): ChannelConnector {
  const ask = async <Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: readonly (readonly [string, string])[],
    body?: unknown,
  ): Promise<ConnectorResult<z.output<Schema>>> => {
    const url = new URL(`${config.baseUrl.replace(/\/+$/, '')}${path}`);
    for (const [name, value] of query) url.searchParams.append(name, value);
    const answer = await signedRequest({
      method: body === undefined ? 'GET' : 'POST',
      url,
      secret: config.secret,
      allowInside: options.allowInside,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.request_timeout_ms === undefined ? {} : { timeout_ms: options.request_timeout_ms }),
    });
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(answer.value);
    if (parsed.success) return { ok: true, value: parsed.data };
    const [issue] = parsed.error.issues;
    const detail = `The answer of ${path} is not what the protocol says: ${issue?.path.join('.')} ${issue?.message}`;
    return { ok: false, failure: { code: 'bad_response', detail } };
  };

  return {
    updates_batch_max: updates_per_request_max,
    listings_read_batch_max: listings_per_request_max,

    async pushLevels(updates) {
      const body = { updates: updates.map(toWire) };
      const answer = await ask(pushResponseSchema, '/inventory', [], body);
      if (!answer.ok) return answer;
      const results = new Map(answer.value.results.map((result) => [refKey(result), result]));
      return { ok: true, value: updates.map((update) => toOutcome(update, results.get(refKey(update)))) };
    },

    async readLevels(listings) {
      const query = (listings ?? []).map((listing) => ['listing', listing] as const);
      const answer = await ask(levelsResponseSchema, '/inventory', query);
      if (!answer.ok) return answer;
      const levels: ObservedLevel[] = answer.value.levels.map((level) => ({
        ...level,
        quantity: Math.max(0, level.quantity),
      }));
      return { ok: true, value: levels };
    },

    async pollOrders(cursor) {
      const answer = await ask(ordersResponseSchema, '/orders', cursor === null ? [] : [['cursor', cursor]]);
      if (!answer.ok) return answer;
      const orders: ChannelOrder[] = [];
      const unreadable: OrderPage['unreadable'] = [];
      for (const raw of answer.value.orders) {
        const parsed = channelOrderSchema.safeParse(raw);
        if (parsed.success) orders.push(parsed.data);
        else unreadable.push({ raw, detail: parsed.error.issues[0]?.message ?? 'unreadable' });
      }
      return {
        ok: true,
        value: { orders, unreadable, next: answer.value.next, watermark: answer.value.watermark },
      };
    },
  };
}

function toWire({ listing, location, quantity, version }: LevelUpdate) {
  return { listing, ...(location === '' ? {} : { location }), quantity, version };
}

function toOutcome(
  { listing, location }: LevelUpdate,
  result: z.output<typeof pushResponseSchema>['results'][number] | undefined,
): PushOutcome {
  if (result === undefined) return { listing, location, status: 'unknown' };
  const { status, appliedAt } = result;
  const at = status === 'applied' && typeof appliedAt === 'string' ? { appliedAt } : {};
  return { listing, location, status, ...at };
}

function refKey({ listing, location }: { listing: string; location: string }): string {
  return JSON.stringify([listing, location]);
}
