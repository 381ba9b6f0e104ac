import type { Pool } from 'pg';
import { findCodes } from '@/lib/catalog/server/find-codes';
import { withTransaction } from '@/lib/db/transaction';
import type { AddScans, ScanResult } from '../stocktake-document';
import type { ScanOutcome } from '../stocktake-states';

interface Line {
  sku: string;
  due_round: number;
}

/**
 * Keeps what was scanned, each id once: what is sent again gets its first answer. Nothing is thrown away; what cannot be
 * counted is kept beside (unknown codes, SKUs that are not counted here, scans of a round that is over). Of a node that
 * is counted whole, a SKU that the books do not place there becomes a line of its own. Null: no such stocktake.
 */
export async function addScans(
  pool: Pool,
  { stocktake, sentAt, scans }: AddScans,
  actor: string,
): Promise<ScanResult[] | null> {
  const aheadMs = Date.now() - Date.parse(sentAt);
  return withTransaction(pool, async (client) => {
    const { rows: opened } = await client.query<{ scope: string; status: string; round: number }>(
      'SELECT scope, status, round FROM stocktake WHERE stocktake = $1 FOR SHARE',
      [stocktake],
    );
    const [open] = opened;
    if (open === undefined) return null;
    const codes = [...new Set(scans.map(({ code }) => code))];
    const skuOf = await findCodes(client, codes);
    const { rows: lines } = await client.query<Line>(
      'SELECT sku, due_round FROM stocktake_line WHERE stocktake = $1 AND sku = ANY($2)',
      [stocktake, [...new Set(skuOf.values())]],
    );
    const dueRound = new Map(lines.map((line) => [line.sku, line.due_round]));
    const outcomeOf = (code: string, round: number): ScanOutcome => {
      const sku = skuOf.get(code);
      if (open.status !== 'counting' || round !== open.round) return 'late';
      if (sku === undefined) return 'unknown';
      const due = dueRound.get(sku);
      if (due === undefined) return open.scope === 'node' && round === 1 ? 'counted' : 'unplanned';
      return due === round ? 'counted' : 'unplanned';
    };
    const judged = scans.map((scan) => ({
      ...scan,
      sku: skuOf.get(scan.code),
      outcome: outcomeOf(scan.code, scan.round),
    }));
    const strangers = judged.flatMap(({ sku, outcome }) =>
      outcome === 'counted' && sku !== undefined && !dueRound.has(sku) ? [sku] : [],
    );
    if (strangers.length > 0)
      await client.query(
        `INSERT INTO stocktake_line (stocktake, sku, planned) SELECT $1, s, FALSE FROM unnest($2::text[]) s
         ON CONFLICT (stocktake, sku) DO NOTHING`,
        [stocktake, [...new Set(strangers)].sort()],
      );
    await client.query(
      `INSERT INTO stocktake_scan (stocktake, scan, round, code, sku, units, outcome, scanned_at, scanned_by)
       SELECT $1, scan, round, code, sku, units, outcome, least(scanned_at, clock_timestamp()), $3
       FROM jsonb_to_recordset($2) AS s (scan text, round integer, code text, sku text, units integer, outcome text, scanned_at timestamptz)
       ON CONFLICT (stocktake, scan) DO NOTHING`,
      [
        stocktake,
        JSON.stringify(
          judged.map(({ id, scannedAt, ...rest }) => ({
            ...rest,
            scan: id,
            scanned_at: new Date(Date.parse(scannedAt) + aheadMs).toISOString(),
          })),
        ),
        actor,
      ],
    );
    const { rows: kept } = await client.query<{
      scan: string;
      code: string;
      outcome: ScanOutcome;
      sku: string | null;
    }>('SELECT scan, code, outcome, sku FROM stocktake_scan WHERE stocktake = $1 AND scan = ANY($2)', [
      stocktake,
      scans.map(({ id }) => id),
    ]);
    const resultOf = new Map(kept.map((row) => [row.scan, row]));
    return scans.flatMap(({ id }): ScanResult[] => {
      const row = resultOf.get(id);
      if (row === undefined) return [];
      const { code, outcome, sku } = row;
      return [{ id, code, outcome, ...(sku === null ? {} : { sku }) }];
    });
  });
}
