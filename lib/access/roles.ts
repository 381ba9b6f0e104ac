/** Who somebody is decides what they may do; this table is the only place where that is written. */
export const roles = ['viewer', 'operator', 'manager', 'admin', 'integration'] as const;
export type Role = (typeof roles)[number];

/** The roles a person can have; `integration` belongs to API keys only. */
export const userRoles = ['viewer', 'operator', 'manager', 'admin'] as const;
export type UserRole = (typeof userRoles)[number];

const viewer = [
  /** Positions and listings: what is there, and what channels are told. */
  'read_stock',
  /** Ledger, orders, incidents, alerts, transfers, counts, policies, proof, the stream, metrics. */
  'read_operations',
] as const;

const operator = [
  ...viewer,
  /** Events of the floor: receive, transfer, return, adjust, count; taking one back by a reversal. */
  'post_floor_events',
  /** Acknowledge and snooze. */
  'handle_alerts',
] as const;

const manager = [
  ...operator,
  /** Orders, cancellations, shipments and snapshots of a node, as channels and warehouse systems report them. */
  'post_feed_events',
  /** Declare units of a transfer missing. */
  'close_short',
  'approve_variances',
  'reserve',
  'write_skus_and_nodes',
  /** Channels with their priority and sources, listings with their policy. */
  'write_channels',
  /** Safety stock, replenishment and allocation. */
  'write_policies',
  'write_promotions',
  'resolve_alerts',
  /** Pause channels and listings; stop selling a SKU or a channel, and go on. */
  'pause_channels',
  /** The demo's shops, where a demo runs: start, pause, disturb. */
  'run_demo',
  /** Move committed units between orders, mark lines for cancellation. */
  'arrange_orders',
  /** Run the whole proof. */
  'run_proof',
] as const;

const admin = [
  ...manager,
  /** A channel's connector and its configuration, credentials among it. */
  'configure_channels',
  /** Users and API keys. */
  'manage_access',
  'write_settings',
  'read_audit',
  'back_up',
] as const;

export type Permission = (typeof admin)[number];

const integration: readonly Permission[] = [
  'read_stock',
  'post_floor_events',
  'post_feed_events',
  'close_short',
  'reserve',
  'write_skus_and_nodes',
];

const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set<Permission>(viewer),
  operator: new Set<Permission>(operator),
  manager: new Set<Permission>(manager),
  admin: new Set<Permission>(admin),
  integration: new Set(integration),
};

export const permissions: readonly Permission[] = admin;

export function can(role: Role, permission: Permission): boolean {
  return permissionsOf[role].has(permission);
}

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
