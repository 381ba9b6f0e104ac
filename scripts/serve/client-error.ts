import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problem_content_type, problemBody } from './problem';

const answers: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large', 'The headers of the request are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'The request did not come in full in time.'],
  HPE_INVALID_EOF_STATE: [400, 'truncated_request', 'The request ended before all of it had come.'],
};
const malformed = [400, 'malformed_request', 'This is not an HTTP request that can be read.'] as const;

/**
 * Answers what never became a whole request: cut off, too slow, or no HTTP at all. Nothing of it is applied. Where the
 * other side is gone, or an answer has begun already, the connection is only closed.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  const begun = '_httpMessage' in socket && hasSentHeaders(socket._httpMessage);
  if (error.code === 'ECONNRESET' || !socket.writable || begun) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = answers[error.code ?? ''] ?? malformed;
  const body = problemBody(status, detail, code);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${problem_content_type}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

/** Node keeps the answer in progress on the socket, as its own handling of these errors does. */
function hasSentHeaders(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'headersSent' in message &&
    message.headersSent === true
  );
}
