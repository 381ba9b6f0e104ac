/** Set by our web server, never by the client: the address at the other end of the socket. */
const peer_header = 'x-truecount-peer';

/** Where the sign-in limits look: written here, never taken from a client. */
export const client_address_header = 'x-truecount-client';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * The address a request comes from. Only a proxy on this machine is believed about who stands behind it, and of what
 * it passes on only the last hop, which is the one it saw itself.
 */
export function clientAddress(headers: Headers): string {
  const peer = headers.get(peer_header) ?? '';
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return loopback.test(peer) && forwarded !== '' ? forwarded : peer;
}
