import type { ReadableStream } from 'node:stream/web';
import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { can, type Permission } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { Mapping } from '@/lib/imports/fields';
import { type CommitImport, commitImport } from '@/lib/imports/server/commit-import';
import { type ExamineImport, examineImport } from '@/lib/imports/server/examine-import';
import { readImport } from '@/lib/imports/server/read-import';
import { type ImportUpload, type StageImport, stageImport } from '@/lib/imports/server/stage-import';
import type { ImportKind, NumberFormat } from '@/lib/imports/settings';
import { catalogPorts, rightsOf } from './catalog';

const permissionOf: Record<ImportKind, Permission> = {
  skus: 'write_skus_and_nodes',
  listings: 'write_channels',
  safety_stock: 'write_policies',
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
  return examineImport(pool, id, choice, rightsOf(principal), catalogPorts(actorOf(principal)));
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

async function deniedFor(pool: Pool, id: string, principal: Principal): Promise<Denied | null> {
  const found = await readImport(pool, id);
  return found === null || can(principal.role, permissionOf[found.kind]) ? null : denial(principal);
}

function denial({ role }: Principal): Denied {
  return { ok: false, code: 'forbidden', detail: `The role ${role} may not bring these in: ask a manager.` };
}
