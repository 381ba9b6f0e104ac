import 'server-only';
import { hkdfSync } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, createAuthEndpoint, createAuthMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { admin } from 'better-auth/plugins/admin';
import { adminAc, userAc } from 'better-auth/plugins/admin/access';
import { z } from 'zod';
import { getPrisma } from '@/lib/db/client';
import { readConfig, readSecretKey } from '@/lib/db/config';
import { password_chars_max, password_chars_min } from '../entry-link';
import { client_address_header } from './client-address';
import { countSignInAttempt, forgetSignInAttempts } from './count-sign-in-attempt';
import { trustedOrigins } from './trusted-origins';

export const session_days_max = 14;
const session_refresh_hours = 24;
const requests_per_window_max = 3000;
const request_window_seconds = 900;
const sign_in_window_seconds = 60;
const sign_in_attempts_per_address_max = 15;
const too_many_requests = 429;

/**
 * Opens a session for a user who has just proven themselves by a one-time link. It has no path, so nothing
 * outside the server can reach it.
 */
const enter = {
  id: 'enter',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ userId: z.string() }) },
      async (context) => {
        const user = await context.context.internalAdapter.findUserById(context.body.userId);
        if (user === null) throw new APIError('NOT_FOUND');
        const session = await context.context.internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return context.json({ userId: user.id });
      },
    ),
  },
} as const;

function makeAuth() {
  const config = readConfig();
  const secret = Buffer.from(hkdfSync('sha256', readSecretKey(), 'truecount', 'sessions', 32)).toString(
    'base64url',
  );
  return betterAuth({
    appName: 'Truecount',
    baseURL: config.url,
    basePath: '/api/auth',
    secret,
    trustedOrigins: trustedOrigins(config),
    telemetry: { enabled: false },
    logger: { level: 'error' },
    database: prismaAdapter(getPrisma(), { provider: 'postgresql', transaction: true }),
    emailAndPassword: {
      enabled: true,
      // People come in by invitation only.
      disableSignUp: true,
      minPasswordLength: password_chars_min,
      maxPasswordLength: password_chars_max,
    },
    user: {
      additionalFields: {
        owner: { type: 'boolean', required: false, defaultValue: false, input: false },
        nodes: { type: 'string[]', required: false, input: false },
      },
    },
    session: {
      expiresIn: session_days_max * 24 * 60 * 60,
      updateAge: session_refresh_hours * 60 * 60,
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: request_window_seconds,
      max: requests_per_window_max,
      customRules: {
        '/sign-in/email': { window: sign_in_window_seconds, max: sign_in_attempts_per_address_max },
        '/get-session': false,
      },
    },
    hooks: {
      // Addresses can be forged or shared by many machines: the account itself is guarded as well.
      before: createAuthMiddleware(async (context) => {
        if (context.path !== '/sign-in/email') return;
        const parsed = z.object({ email: z.string().max(254) }).safeParse(context.body);
        if (!parsed.success) return;
        const { allowed, retryAfterSeconds } = await countSignInAttempt(parsed.data.email);
        if (!allowed)
          throw new APIError(
            too_many_requests,
            { message: 'Too many attempts.', code: 'TOO_MANY_ATTEMPTS' },
            {
              'x-retry-after': String(retryAfterSeconds),
            },
          );
      }),
      after: createAuthMiddleware(async (context) => {
        const entered = context.context.newSession;
        if (context.path === '/sign-in/email' && entered) await forgetSignInAttempts(entered.user.email);
      }),
    },
    advanced: {
      cookiePrefix: 'truecount',
      useSecureCookies: config.url.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [client_address_header] },
    },
    plugins: [
      admin({
        defaultRole: 'viewer',
        adminRoles: ['admin'],
        roles: { admin: adminAc, manager: userAc, operator: userAc, viewer: userAc },
      }),
      enter,
    ],
  });
}

type Auth = ReturnType<typeof makeAuth>;
const key = Symbol.for('truecount.auth');

/** Made at first use, since it reads the secret and the database; one per process. */
export function getAuth(): Auth {
  const global = globalThis as { [key]?: Auth };
  global[key] ??= makeAuth();
  return global[key];
}
