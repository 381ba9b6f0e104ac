import type { Role } from './roles';

/** Whoever a request comes from, once it is known. */
export interface Principal {
  kind: 'key' | 'user';
  id: string;
  /** For people: the name of the user or of the key. */
  name: string;
  role: Role;
  /** Where given, only these may be named; undefined: not limited. */
  sources?: readonly string[];
  channels?: readonly string[];
  nodes?: readonly string[];
}

/** How the principal is written into the ledger and the audit log: `key:<id>` or `user:<id>`. */
export function actorOf(principal: Pick<Principal, 'kind' | 'id'>): string {
  return `${principal.kind}:${principal.id}`;
}

/** True where the limit is absent or names the value. */
export function isWithin(limit: readonly string[] | undefined, value: string): boolean {
  return limit === undefined || limit.includes(value);
}
