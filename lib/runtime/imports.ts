import type { ReadableStream } from 'node:stream/web';
import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { can, type Permission } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { Mapping } from '@/lib/imports/fields';
import { type CommitImport, commitImport } from '@/lib/imports/server/commit-import';
import { type ExamineImport, examineImport } from '@/lib/imports/server/examine-import';
import { type CancelledImport, cancelImport } from '@/lib/imports/server/posted-progress';
import { readImport } from '@/lib/imports/server/read-import';
import { type ImportUpload, type StageImport, stageImport } from '@/lib/imports/server/stage-import';
import { type ImportKind, isPosted, type NumberFormat } from '@/lib/imports/settings';
import { catalogPorts, rightsOf } from './catalog';

export const permissionOf: Record<ImportKind, Permission> = {
  skus: 'write_skus_and_nodes',
  listings: 'write_channels',
  safety_stock: 'write_policies',
  opening_stock: 'post_feed_events',
  counts: 'post_floor_events',
  snapshots: 'post_feed_events',
  transfers: 'post_floor_events',
  purchase_orders: 'write_skus_and_nodes',
  promotions: 'write_promotions',
};

interface Denied {
  ok: false;
  code: 'forbidden';
  detail: string;
}

export async function stageImportAs(
  pool: Pool,
  upload: Omit<ImportUpload, 'actor'>,
  body: ReadableStream<Uint8Array> | null,
  principal: Principal,
): Promise<StageImport | Denied> {
  if (!can(principal.role, permissionOf[upload.kind])) return denial(principal);
  return stageImport(pool, { ...upload, actor: actorOf(principal) }, body);
}

export async function examineImportAs(
  pool: Pool,
  id: string,
  choice: { mapping: Mapping; numbers: NumberFormat },
  principal: Principal,
): Promise<ExamineImport | Denied> {
  const denied = await deniedFor(pool, id, principal);
  if (denied !== null) return denied;
  return examineImport(
    pool,
    id,
    choice,
    rightsOf(principal),
    catalogPorts(actorOf(principal)),
    principal.nodes,
  );
}

export async function commitImportAs(
  pool: Pool,
  id: string,
  validOnly: boolean,
  principal: Principal,
): Promise<CommitImport | Denied> {
  const denied = await deniedFor(pool, id, principal);
  if (denied !== null) return denied;
  const actor = actorOf(principal);
  if (principal.nodes !== undefined) {
    // The dry run may have been somebody else's, who works at other nodes.
    const again = await examineAgain(pool, id, principal);
    if (again !== null) return again;
  }
  return commitImport(pool, id, validOnly, actor, rightsOf(principal), {
    ...catalogPorts(actor),
    recordImport: (client, { kind, fileName, counts }, rows) =>
      writeAudit(client, {
        actor,
        action: 'import.committed',
        subject: id,
        details: { kind, fileName, rows, validOnly, counts },
      }),
  });
}

/** Gives an import up: what is staged is forgotten, what is posted taken back. */
export async function cancelImportAs(
  pool: Pool,
  id: string,
  principal: Principal,
): Promise<CancelledImport | Denied> {
  const denied = await deniedFor(pool, id, principal);
  if (denied !== null) return denied;
  const cancelled = await cancelImport(pool, id);
  if (cancelled.ok && cancelled.status === 'reversing')
    await writeAudit(pool, {
      actor: actorOf(principal),
      action: 'import.taken_back',
      subject: id,
      details: {},
    });
  return cancelled;
}

async function examineAgain(
  pool: Pool,
  id: string,
  principal: Principal,
): Promise<Extract<CommitImport, { ok: false }> | null> {
  const found = await readImport(pool, id);
  if (found === null || found.status !== 'examined' || !isPosted(found.kind)) return null;
  const before = found.counts?.refused;
  const again = await examineImportAs(
    pool,
    id,
    { mapping: found.mapping, numbers: found.settings.numbers },
    principal,
  );
  if (again.ok && again.import.counts?.refused === before) return null;
  return {
    ok: false,
    code: 'changed_since_dry_run',
    detail: 'For you the dry run is another one: look at it again. Nothing was written.',
  };
}

async function deniedFor(pool: Pool, id: string, principal: Principal): Promise<Denied | null> {
  const found = await readImport(pool, id);
  return found === null || can(principal.role, permissionOf[found.kind]) ? null : denial(principal);
}

function denial({ role }: Principal): Denied {
  return { ok: false, code: 'forbidden', detail: `The role ${role} may not bring these in: ask a manager.` };
}
