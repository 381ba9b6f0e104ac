import { z } from 'zod';
import { userRightsSchema } from './entry-link';
import type { UserRole } from './roles';

export const userIdSchema = z.string().min(1).max(100);
export const changeRightsSchema = userRightsSchema.and(z.object({ id: userIdSchema }));

/** A person who may sign in, or might again. */
export interface User {
  id: string;
  name: string;
  email: string;
  role: UserRole;
  /** The nodes they are limited to; none: not limited. */
  nodes: string[];
  owner: boolean;
  active: boolean;
  createdAt: string;
  /** When a session of theirs was last renewed; null: they have none. */
  seenAt: string | null;
  sessions: number;
}

/** A link that lets somebody in who has not come yet. Its secret is nowhere in it. */
export interface OpenInvite {
  id: string;
  email: string;
  role: UserRole;
  nodes: string[];
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}

export interface UserSession {
  id: string;
  userId: string;
  name: string;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
  address: string | null;
  browser: string | null;
  /** The one that asks. */
  own: boolean;
}

export interface AuditItem {
  entry: number;
  at: string;
  actor: string;
  /** The name of the person or key, where it is known. */
  by: string;
  action: string;
  subject: string;
  details: Record<string, unknown>;
}

export type AccessChange = { ok: true } | { ok: false; code: 'unknown' | 'last_admin'; detail: string };
