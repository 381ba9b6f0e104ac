import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { BulkEdit } from '@/lib/catalog/bulk-edit';
import type { SaveEntry } from '@/lib/catalog/entries';
import type { DatedSafetyStock } from '@/lib/catalog/schema';
import { applyBulk, previewBulk } from '@/lib/catalog/server/bulk-edit';
import { type SavedEntry, saveEntry } from '@/lib/catalog/server/save-entry';
import {
  type EndSafetyStock,
  endSafetyStock,
  type PolicyPorts,
  type SetSafetyStock,
  setSafetyStock,
} from '@/lib/catalog/server/set-safety-stock';
import { catalogPorts, rightsOf } from './catalog';

/** One thing of the catalogue, saved as a person edited it. */
export function saveEntryAs(pool: Pool, save: SaveEntry, principal: Principal): Promise<SavedEntry> {
  const actor = actorOf(principal);
  return saveEntry(pool, save, rightsOf(principal), {
    ...catalogPorts(actor),
    recordSave: (client, kind, subject, changes) =>
      writeAudit(client, { actor, action: `${kind}.saved`, subject, details: { changes } }),
  });
}

export function setSafetyStockAs(
  pool: Pool,
  input: DatedSafetyStock,
  seen: number | null | undefined,
  principal: Principal,
): Promise<SetSafetyStock> {
  return setSafetyStock(pool, input, seen, rightsOf(principal), policyPorts(principal));
}

export function endSafetyStockAs(pool: Pool, policy: number, principal: Principal): Promise<EndSafetyStock> {
  return endSafetyStock(pool, policy, rightsOf(principal), policyPorts(principal));
}

export function previewBulkAs(pool: Pool, edit: BulkEdit, principal: Principal) {
  return previewBulk(pool, edit, rightsOf(principal), catalogPorts(actorOf(principal)));
}

export function applyBulkAs(
  pool: Pool,
  edit: BulkEdit,
  token: string,
  leaveOutRefused: boolean,
  principal: Principal,
) {
  const actor = actorOf(principal);
  return applyBulk(pool, edit, token, leaveOutRefused, rightsOf(principal), {
    ...catalogPorts(actor),
    recordBulk: (client, { of, selection, ...change }, { changed, unchanged, refused }) =>
      writeAudit(client, {
        actor,
        action: 'catalog.bulk_edited',
        subject: of,
        details: {
          ...change,
          selection:
            selection.by === 'query'
              ? selection
              : { by: 'keys', rows: 'skus' in selection ? selection.skus.length : selection.listings.length },
          changed,
          unchanged,
          refused,
        },
      }),
  });
}

function policyPorts(principal: Principal): PolicyPorts {
  const actor = actorOf(principal);
  return {
    ...catalogPorts(actor),
    recordPolicy: (client, action, policy, before) =>
      writeAudit(client, {
        actor,
        action,
        subject:
          [policy.sku, policy.category, policy.node].filter((part) => part !== null).join(' at ') || 'all',
        details: { policy, before },
      }),
  };
}
