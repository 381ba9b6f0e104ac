import { createHash } from 'node:crypto';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { readSnapshotFile, row_problems_shown_max } from '@/lib/discrepancies/snapshot-file';
import { detectEncoding } from '@/lib/imports/detect';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { getLedger } from './ledger';

export type ReportedSnapshot =
  | {
      ok: true;
      recorded: number;
      /** Sent before, under the same content. */
      repeated: number;
      refused: { row: number; sku: string; detail: string }[];
      refusedTotal: number;
    }
  | {
      ok: false;
      status: number;
      detail: string;
      problems: { row: number; column: string; value: string; reason: string }[];
    };

/**
 * A node's report as a file. Its events are named by the content, node and time of the file: the same file again changes
 * nothing. SKUs that the catalogue does not know are refused one by one, the others stand.
 */
export async function reportSnapshotAs(
  principal: Principal,
  { node, takenAt }: { node: string; takenAt: string },
  bytes: Uint8Array,
): Promise<ReportedSnapshot> {
  if (!can(principal.role, 'post_feed_events') || !isWithin(principal.nodes, node))
    return refuse(403, `You may not report for ${node}. Nothing was recorded.`);
  const read = readSnapshotFile(decode(bytes));
  if (!read.ok) return { ...read, status: 422 };
  const file = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const results = await getLedger().post(
    read.rows.map(({ sku, onHand }) =>
      inventoryEventSchema.parse({
        source: 'snapshot-file',
        id: `${node}:${takenAt}:${file}:${sku}`,
        type: 'node_snapshot',
        occurredAt: takenAt,
        sku,
        node,
        onHand,
        takenAt,
      }),
    ),
    actorOf(principal),
  );
  const refused = results.flatMap(({ status, detail }, index) => {
    const row = read.rows[index];
    return status === 'refused' && row !== undefined
      ? [{ row: row.row, sku: row.sku, detail: detail ?? 'refused' }]
      : [];
  });
  return {
    ok: true,
    recorded: results.filter(({ status }) => status === 'applied').length,
    repeated: results.filter(({ status }) => status === 'duplicate').length,
    refused: refused.slice(0, row_problems_shown_max),
    refusedTotal: refused.length,
  };
}

function refuse(status: number, detail: string): ReportedSnapshot {
  return { ok: false, status, detail, problems: [] };
}

function decode(bytes: Uint8Array): string {
  let isUtf8 = true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    isUtf8 = false;
  }
  return new TextDecoder(detectEncoding(bytes, isUtf8)).decode(bytes);
}
