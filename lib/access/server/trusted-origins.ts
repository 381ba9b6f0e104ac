const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The origins whose pages may send requests with a session: the configured address, and where the app is bound to
 * loopback every spelling of loopback at the same port.
 */
export function trustedOrigins(config: { url: string; host: string; port: number }): string[] {
  const origins = new Set([new URL(config.url).origin]);
  const bound = config.host.includes(':') ? `[${config.host}]` : config.host;
  if (loopback.has(bound)) for (const name of loopback) origins.add(`http://${name}:${config.port}`);
  return [...origins];
}

/** True unless a browser says that the request comes from a page of another origin. */
export function isOwnOrigin(headers: Headers, config: { url: string; host: string; port: number }): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  return origin === null || trustedOrigins(config).includes(origin);
}
