import { type Answer, problem } from './problem';

export const body_bytes_max_default = 4 * 1024 * 1024;
const searched_chars_max = 1_000_000;

export type Body = { ok: true; value: unknown } | { ok: false; answer: Answer };

/**
 * Reads a JSON body, at most `bytes_max` of it: 415 where it is not sent as plain JSON, 413 as soon as it is known to
 * be too large, 400 with line and column where it is not JSON or not UTF-8.
 */
export async function readJsonBody(request: Request, bytes_max: number): Promise<Body> {
  const unsupported = unsupportedMedia(request.headers);
  if (unsupported !== null) return refused(problem('unsupported_media_type', unsupported));
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > bytes_max) return refused(tooLarge(bytes_max));
  const bytes = await readAtMost(request, bytes_max);
  if (bytes === null) return refused(tooLarge(bytes_max));
  return parse(bytes);
}

function refused(answer: Answer): Body {
  return { ok: false, answer };
}

function tooLarge(bytes_max: number): Answer {
  return problem('body_too_large', `The body may have ${bytes_max} bytes at most: send it in parts.`, {
    facts: { bytesMax: bytes_max },
    // What was not read must not be taken for the next request on this connection.
    headers: { connection: 'close' },
  });
}

function unsupportedMedia(headers: Headers): string | null {
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  if (!/^application\/(?:json|[a-z0-9.+-]+\+json)$/.test(type.trim()))
    return 'Send the body with Content-Type: application/json.';
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) return 'JSON is sent as UTF-8.';
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') return 'Send the body without Content-Encoding.';
  return null;
}

/** The bytes, or null as soon as there are more than allowed. */
export async function readAtMost(request: Request, bytes_max: number): Promise<Uint8Array | null> {
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, length);
    length += value.byteLength;
    if (length > bytes_max) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}

function parse(bytes: Uint8Array): Body {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused(problem('malformed_json', 'The body is not well-formed UTF-8.'));
  }
  if (text.trim() === '') return refused(problem('malformed_json', 'The body is empty: send JSON.'));
  const failure = jsonFailure(text);
  if ('value' in failure) return { ok: true, value: failure.value };
  const { position } = failure;
  if (position === null) return refused(problem('malformed_json', 'The body is not JSON.'));
  const before = text.slice(0, position).split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const what = position >= text.length ? 'it ends too early' : 'what stands there does not belong there';
  return refused(
    problem('malformed_json', `The body is not JSON: at line ${line}, column ${column}, ${what}.`, {
      facts: { position, line, column },
    }),
  );
}

/** The value, or where the text stops being JSON (null: too long to look for it). */
function jsonFailure(text: string): { value: unknown } | { position: number | null } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const told = toldPosition(error, text.length);
    if (told !== null) return { position: told };
    return { position: text.length > searched_chars_max ? null : firstWrong(text) };
  }
}

/** Node names the position in most of its messages, but for an unexpected token it shows the text around it only. */
function toldPosition(error: unknown, length: number): number | null {
  const message = error instanceof Error ? error.message : '';
  const at = /at position (\d+)/.exec(message)?.[1];
  if (at !== undefined) return Number(at);
  return message.startsWith('Unexpected end') ? length : null;
}

/** By halving: a beginning of the text is right as long as JSON.parse has nothing against it but its end. */
function firstWrong(text: string): number {
  let right = 0;
  let wrong = text.length;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (isBeginning(text.slice(0, middle))) right = middle;
    else wrong = middle;
  }
  return right;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return (toldPosition(error, text.length) ?? -1) >= text.length;
  }
}
