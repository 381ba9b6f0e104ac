import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { idSchema } from '@/lib/shared/text';
import { channelOrderSchema } from '../order-snapshot';
import { type ChannelDeps, loadConnector } from './load-connector';
import { takeInOrders } from './take-in-orders';

export const webhook_body_bytes_max = 1024 * 1024;

const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(500),
  source: z.string().min(1).max(2000),
  type: z.string().min(1).max(500),
  data: channelOrderSchema,
});

export interface WebhookRequest {
  channel: string;
  /** The Standard Webhooks headers, as they came; null where missing. */
  headers: Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string | null>;
  /** The body as it came: the signature is over these bytes. */
  body: Buffer;
}

export type WebhookReceipt =
  | { ok: true; duplicate: boolean }
  | { ok: false; code: 'unknown_channel' | 'bad_signature' | 'malformed'; detail: string };

/**
 * Receives an order from a channel. The signature is checked first, over the raw body, in constant time and with five
 * minutes of tolerance. A delivery is written down only after its order was taken in, so that one that failed half-way
 * may come again; one that was processed is acknowledged without effect. Rejects with code `ledger_unavailable`.
 */
export async function receiveWebhook(deps: ChannelDeps, request: WebhookRequest): Promise<WebhookReceipt> {
  const { channel } = request;
  const loaded = await loadConnector(deps, channel);
  if (!loaded.ok)
    return {
      ok: false,
      code: 'unknown_channel',
      detail: 'There is no channel of that name that sends webhooks.',
    };
  const signed = verify(loaded.connected.config.secret, request);
  if (signed === undefined)
    return {
      ok: false,
      code: 'bad_signature',
      detail: 'The signature does not fit this body, channel and time.',
    };
  const known = await deps.pool.query('SELECT 1 FROM webhook_delivery WHERE channel = $1 AND id = $2', [
    channel,
    signed,
  ]);
  if (known.rows.length > 0) return { ok: true, duplicate: true };
  const parsed = parse(request.body);
  if (!parsed.ok) return { ok: false, code: 'malformed', detail: parsed.detail };
  await takeInOrders(deps, channel, [parsed.order]);
  await deps.pool.query('INSERT INTO webhook_delivery (channel, id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    channel,
    signed,
  ]);
  return { ok: true, duplicate: false };
}

/** The id that the signature vouches for, or undefined where it does not hold. */
function verify(secret: string, { headers, body }: WebhookRequest): string | undefined {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  if (id === null || timestamp === null || signature === null || !idSchema.safeParse(id).success)
    return undefined;
  try {
    new Webhook(secret).verify(
      body,
      { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
      { jsonParse: false },
    );
    return id;
  } catch {
    return undefined;
  }
}

function parse(
  body: Buffer,
): { ok: true; order: z.output<typeof channelOrderSchema> } | { ok: false; detail: string } {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return { ok: false, detail: 'The body is not JSON.' };
  }
  const envelope = envelopeSchema.safeParse(value);
  if (envelope.success) return { ok: true, order: envelope.data.data };
  const [issue] = envelope.error.issues;
  return {
    ok: false,
    detail: `The body is not a CloudEvent with an order: ${issue?.path.join('.')} ${issue?.message}`,
  };
}
