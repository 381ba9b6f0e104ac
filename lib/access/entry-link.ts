import { z } from 'zod';
import { userRoles } from './roles';

/** A one-time link lets somebody in without a password: the owner at the first start, or an invited person. */
export const entry_link_hours_max = 24;
export const entry_token_bytes = 32;

/** 256 random bits as base64url, 43 characters. */
export const entryTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const password_chars_min = 10;
export const password_chars_max = 128;

export const passwordSchema = z
  .string()
  .min(password_chars_min, `Use at least ${password_chars_min} characters.`)
  .max(password_chars_max, `Use at most ${password_chars_max} characters.`);

export const personNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter your name.')
  .max(100, 'Use at most 100 characters.');

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('Enter an e-mail address such as asha@example.com.').max(254));

export const inviteSchema = z.object({ email: emailSchema, role: z.enum(userRoles) });

/** What a link still is. Only `open` links let anybody in. */
export type EntryLinkState =
  | { state: 'open'; kind: 'owner' }
  | { state: 'open'; kind: 'invite'; email: string }
  | { state: 'used' | 'expired' | 'unknown' };

export function entryAddress(origin: string, token: string): string {
  return `${origin}/enter?token=${token}`;
}
