import { z } from 'zod';
import { codeSchema } from '@/lib/shared/text';
import { type UserRole, userRoles } from './roles';

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

/** What a person may do, and at which nodes; none: not limited. Whoever administers is never limited. */
export const userRightsSchema = z
  .object({ role: z.enum(userRoles), nodes: z.array(codeSchema).max(1000).default([]) })
  .refine(({ role, nodes }) => role !== 'admin' || nodes.length === 0, {
    path: ['nodes'],
    message: 'An admin works at all nodes: choose another role to limit nodes.',
  });
export type UserRights = z.output<typeof userRightsSchema>;

export const inviteSchema = userRightsSchema.and(z.object({ email: emailSchema }));
export interface Invite {
  email: string;
  role: UserRole;
  nodes?: readonly string[];
}

/** What a link still is. Only `open` links let anybody in. */
export type EntryLinkState =
  | { state: 'open'; kind: 'owner' }
  | { state: 'open'; kind: 'invite'; email: string }
  | { state: 'used' | 'expired' | 'unknown' };

export function entryAddress(origin: string, token: string): string {
  return `${origin}/enter?token=${token}`;
}
