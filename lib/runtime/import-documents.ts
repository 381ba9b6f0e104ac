import type { Pool } from 'pg';
import type { Principal } from '@/lib/access/principal';
import { writeAudit } from '@/lib/access/server/write-audit';
import { withTransaction } from '@/lib/db/transaction';
import { type PostedEntryOf, postedShapes, textOf } from '@/lib/imports/posted-entries';
import type { PostedRow } from '@/lib/imports/server/examine-posted';
import type { PostedKind } from '@/lib/imports/settings';
import { readPurchaseOrder } from '@/lib/receiving/server/read-purchase-order';
import { closePurchaseOrder, savePurchaseOrder } from '@/lib/receiving/server/save-purchase-order';
import { groupBy } from '@/lib/shared/group-by';
import { cancelStocktake } from '@/lib/stocktake/server/move-stocktake';
import { readStocktake } from '@/lib/stocktake/server/read-stocktake';
import { readTransfer } from '@/lib/transfers/server/read-transfer';
import { saveTransfer, takeVersion } from '@/lib/transfers/server/save-transfer';
import type { EventKind, ImportContext } from './import-events';
import { cancelPromotionAs, savePromotionAs } from './policies';
import { keptPurchaseOrder } from './receiving';
import { handInStocktake } from './stocktakes';

export type DocumentKind = Exclude<PostedKind, EventKind>;

export interface ImportDocument {
  /** Its number; of counts, the node. */
  name: string;
  rows: PostedRow[];
}

/** The rows of a file by their documents, each where its first row stands. */
export function documentsOf(kind: DocumentKind, rows: readonly PostedRow[]): ImportDocument[] {
  const field = postedShapes[kind].document ?? 'sku';
  const documents = groupBy(rows, ({ entry }) => textOf(entry, field) ?? '');
  return Array.from(documents, ([name, own]) => ({ name, rows: own }));
}

type Entries<Kind extends DocumentKind> = PostedEntryOf<Kind>[];

/** Writes one document; a text is why it could not be. Writing it again is writing it once. */
export async function writeDocument(
  pool: Pool,
  kind: DocumentKind,
  { name, rows }: ImportDocument,
  context: ImportContext,
): Promise<string | null> {
  const entries = rows.map(({ entry }) => entry);
  const key = `${context.id}:${name}`;
  switch (kind) {
    case 'transfers': {
      const [first] = entries as Entries<'transfers'>;
      if (first === undefined) return null;
      const { transfer, from, to, expectedAt } = first;
      const lines = (entries as Entries<'transfers'>).map(({ sku, units }) => ({ sku, units }));
      const plan = { transfer, from, to, lines, ...(expectedAt === undefined ? {} : { expectedAt }) };
      const saved = await saveTransfer(pool, { key, seen: 0, plan }, context.actor, async () => undefined);
      return saved.ok ? null : saved.detail;
    }
    case 'purchase_orders': {
      const [first] = entries as Entries<'purchase_orders'>;
      if (first === undefined) return null;
      const { purchaseOrder, supplier, node, expectedAt } = first;
      const lines = (entries as Entries<'purchase_orders'>).map(({ sku, units }) => ({ sku, units }));
      const plan = { supplier, node, lines, ...(expectedAt === undefined ? {} : { expectedAt }) };
      const saved = await savePurchaseOrder(
        pool,
        { key, purchaseOrder, seen: 0, plan },
        context.actor,
        keptPurchaseOrder(context.actor, 'purchase_order.saved', purchaseOrder),
      );
      return saved.ok ? null : saved.detail;
    }
    case 'promotions': {
      const [first] = entries as Entries<'promotions'>;
      if (first === undefined) return null;
      const { promotion, channel, startsAt, endsAt, uplift, holdBack } = first;
      const saved = await savePromotionAs(
        pool,
        {
          promotion,
          name: first.name ?? promotion,
          channel,
          startsAt,
          endsAt,
          skus: entries.map(({ sku }) => sku),
          holdBack: holdBack ?? 0,
          ...(uplift === undefined ? {} : { uplift }),
        },
        principalOf(context),
        promotion,
      );
      return saved.ok ? null : saved.problems.map(({ reason }) => reason).join('; ');
    }
    case 'counts':
      return writeCounts(pool, name, rows, context);
  }
}

/** Takes a document back; a text is why it stays. */
export async function takeBackDocument(
  pool: Pool,
  kind: DocumentKind,
  { name }: ImportDocument,
  context: ImportContext,
): Promise<string | null> {
  const key = `${context.id}:${name}:undo`;
  switch (kind) {
    case 'transfers': {
      const found = await readTransfer(pool, name);
      if (found === null || found.status === 'cancelled') return null;
      if (found.status !== 'draft') return `${name} has moved on: cancel it by hand.`;
      return (await takeVersion(pool, { key, transfer: name, seen: found.version }, true))
        ? null
        : `${name} is being changed just now.`;
    }
    case 'purchase_orders': {
      const found = await readPurchaseOrder(pool, name);
      if (found === null || found.status === 'closed') return null;
      if (found.received + found.damaged > 0) return `Something of ${name} has arrived: close it by hand.`;
      const closed = await closePurchaseOrder(
        pool,
        { key, purchaseOrder: name, seen: found.version, closed: true },
        keptPurchaseOrder(context.actor, 'purchase_order.closed', name),
      );
      return closed.ok ? null : closed.detail;
    }
    case 'promotions':
      await cancelPromotionAs(pool, name, principalOf(context));
      return null;
    case 'counts': {
      const stocktake = stocktakeOf(context, name);
      const found = await readStocktake(pool, stocktake, false);
      if (found === null || found.status === 'cancelled') return null;
      const cancelled = await cancelStocktake(pool, { key, stocktake, seen: found.version, step: 'cancel' });
      return cancelled.ok ? null : `${stocktake} is posted: correct its lines by a new count.`;
    }
  }
}

const node_part_max = 30;

/** Counts of one node become a stocktake that waits for another person, as any other. */
function stocktakeOf({ id }: ImportContext, node: string): string {
  return `I-${id.slice(0, 8).toUpperCase()}-${node.slice(0, node_part_max)}`;
}

async function writeCounts(
  pool: Pool,
  node: string,
  rows: readonly PostedRow[],
  context: ImportContext,
): Promise<string | null> {
  const stocktake = stocktakeOf(context, node);
  const scans = rows.map(({ row, entry }) => {
    const { sku, counted, countedAt } = entry as PostedEntryOf<'counts'>;
    return { scan: `${context.id}:${row}`, sku, units: counted, at: countedAt ?? context.committedAt };
  });
  await withTransaction(pool, async (client) => {
    const opened = await client.query(
      `INSERT INTO stocktake (stocktake, node, scope, created_by, last_key) VALUES ($1, $2, 'file', $3, $4)
       ON CONFLICT (stocktake) DO NOTHING`,
      [stocktake, node, context.actor, context.id],
    );
    if (opened.rowCount === 0) return;
    await client.query('INSERT INTO stocktake_line (stocktake, sku) SELECT $1, unnest($2::text[])', [
      stocktake,
      scans.map(({ sku }) => sku),
    ]);
    await client.query(
      `INSERT INTO stocktake_scan (stocktake, scan, round, code, sku, units, outcome, scanned_at, scanned_by)
       SELECT $1, scan, 1, sku, sku, units, 'counted', at, $3
       FROM jsonb_to_recordset($2) AS s (scan text, sku text, units integer, at timestamptz)`,
      [stocktake, JSON.stringify(scans), context.actor],
    );
    await writeAudit(client, {
      actor: context.actor,
      action: 'stocktake.opened',
      subject: stocktake,
      details: { node, scope: 'file', lines: scans.length },
    });
  });
  const handedIn = await handInStocktake(pool, context.actor, { stocktake, node }, `${context.id}:hand-in`);
  return handedIn.ok || handedIn.code === 'stocktake_closed' ? null : handedIn.detail;
}

/** The person who confirmed it, whose rights were asked then. */
function principalOf({ actor }: ImportContext): Principal {
  const [kind = 'user', ...rest] = actor.split(':');
  const id = rest.join(':');
  return { kind: kind === 'key' ? 'key' : 'user', id, name: id, role: 'manager' };
}
