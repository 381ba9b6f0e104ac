import { describe, expect, it } from 'vitest';
import { can, isRole, type Permission, permissions, type Role, roles } from './roles';

/** The table of roles once more, written by hand the other way round: per permission who has it. */
const whoMay: Record<Permission, readonly Role[]> = {
  read_stock: ['viewer', 'operator', 'manager', 'admin', 'integration'],
  read_operations: ['viewer', 'operator', 'manager', 'admin'],
  post_floor_events: ['operator', 'manager', 'admin', 'integration'],
  handle_alerts: ['operator', 'manager', 'admin'],
  post_feed_events: ['manager', 'admin', 'integration'],
  close_short: ['manager', 'admin', 'integration'],
  approve_variances: ['manager', 'admin'],
  reserve: ['manager', 'admin', 'integration'],
  write_skus_and_nodes: ['manager', 'admin', 'integration'],
  write_channels: ['manager', 'admin'],
  write_policies: ['manager', 'admin'],
  write_promotions: ['manager', 'admin'],
  resolve_alerts: ['manager', 'admin'],
  pause_channels: ['manager', 'admin'],
  run_demo: ['manager', 'admin'],
  arrange_orders: ['manager', 'admin'],
  run_proof: ['manager', 'admin'],
  configure_channels: ['admin'],
  manage_access: ['admin'],
  write_settings: ['admin'],
  read_audit: ['admin'],
  back_up: ['admin'],
};

describe('can', () => {
  it.each(permissions.flatMap((permission) => roles.map((role) => ({ permission, role }))))(
    '$role / $permission',
    ({ permission, role }) => {
      expect(can(role, permission)).toBe(whoMay[permission].includes(role));
    },
  );

  it('names every permission once', () => {
    expect(new Set(permissions).size).toBe(permissions.length);
    expect([...permissions].sort()).toEqual(Object.keys(whoMay).sort());
  });
});

describe('isRole', () => {
  it('knows the five roles and nothing inherited', () => {
    for (const role of roles) expect(isRole(role)).toBe(true);
    for (const text of ['', 'Admin', 'owner', 'constructor']) expect(isRole(text)).toBe(false);
  });
});
