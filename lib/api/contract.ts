import type { z } from 'zod';
import type { Permission } from '@/lib/access/roles';

/** Everything the outside may know of one operation: routes run by it, and the OpenAPI document is built from it. */
export interface Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/v1, with its parameters in braces: `/reservations/{id}`. */
  path: string;
  /** The operation's name in the document. */
  operation: string;
  tag: string;
  summary: string;
  description?: string;
  /** Who may; of several, having one is enough. */
  permission: Permission | readonly Permission[];
  params?: Params;
  /** A strict object; without it the operation takes no query parameters. */
  query?: Query;
  body?: Body;
  body_bytes_max?: number;
  /** Needs an Idempotency-Key, and answers a repeated request as the first time. */
  idempotent?: true;
  /** Its answers beside those that every operation can give (400, 401, 403, 500, 503). */
  answers: Record<number, ContractAnswer>;
}

export interface ContractAnswer {
  description: string;
  /** Of the body: JSON unless `mediaType` says otherwise. Problems need none. */
  schema?: z.ZodType;
  mediaType?: string;
}

/** Keeps the types of the schemas while checking the shape. */
export function contract<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  definition: Contract<Params, Query, Body>,
): Contract<Params, Query, Body> {
  return definition;
}

export const api_prefix = '/api/v1';

/**
 * The path parameters of a request for this contract, decoded once; null where the path is another one or is not
 * properly encoded. `/reservations/{id}` on /api/v1/reservations/a%2Fb → {id: 'a/b'}
 */
export function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = (api_prefix + pattern).split('/');
  const given = pathname.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== text) return null;
      continue;
    }
    try {
      values[name] = decodeURIComponent(text);
    } catch {
      return null;
    }
  }
  return values;
}
