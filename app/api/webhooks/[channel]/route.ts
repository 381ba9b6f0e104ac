import { type Answer, problem, problem_content_type } from '@/lib/api/problem';
import { receiveWebhook, webhook_body_bytes_max } from '@/lib/channels/server/receive-webhook';
import { databaseErrorKind } from '@/lib/db/errors';
import { channelDeps } from '@/lib/runtime/channels';
import { getLog } from '@/lib/shared/server/log';

const retry_after_seconds = '2';

/** Orders from channels of the open protocol: a CloudEvent, signed with Standard Webhooks headers over the raw body. */
export async function POST(request: Request, { params }: { params: Promise<{ channel: string }> }) {
  const { channel } = await params;
  const body = await readRaw(request);
  if (body === null) {
    const detail = `A webhook may have ${webhook_body_bytes_max} bytes at most.`;
    return respond(problem('body_too_large', detail, { headers: { connection: 'close' } }));
  }
  try {
    const receipt = await receiveWebhook(channelDeps(), {
      channel: decoded(channel),
      headers: {
        'webhook-id': request.headers.get('webhook-id'),
        'webhook-timestamp': request.headers.get('webhook-timestamp'),
        'webhook-signature': request.headers.get('webhook-signature'),
      },
      body,
    });
    if (receipt.ok) return Response.json({ status: receipt.duplicate ? 'duplicate' : 'accepted' });
    const kinds = {
      unknown_channel: 'not_found',
      bad_signature: 'unauthenticated',
      malformed: 'invalid_request',
    } as const;
    return respond(problem(kinds[receipt.code], receipt.detail));
  } catch (error) {
    return respond(failed(error, channel));
  }
}

/** A path part that is no proper encoding names no channel; it is looked up as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The bytes as they came, or null as soon as there are more than allowed. */
async function readRaw(request: Request): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > webhook_body_bytes_max) return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > webhook_body_bytes_max) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

function failed(error: unknown, channel: string): Answer {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const unavailable =
    code === 'ledger_unavailable' ||
    code === 'ledger_overloaded' ||
    databaseErrorKind(error) === 'unavailable';
  if (unavailable)
    return problem('unavailable', 'The ledger cannot be reached just now: send the same webhook again.', {
      headers: { 'retry-after': retry_after_seconds },
    });
  getLog().error({ err: error, channel }, 'a webhook failed');
  return problem('internal_error', 'The webhook could not be processed.');
}

function respond(answer: Answer): Response {
  return new Response(JSON.stringify(answer.body), {
    status: answer.status,
    headers: { 'content-type': problem_content_type, ...answer.headers },
  });
}
