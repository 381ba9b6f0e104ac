import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { currency_default, decimalsOf } from '@/lib/shared/money';
import { organisation } from '@/lib/shared/organisation';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { reportOf } from '../catalogue';
import type { Report, ReportColumn, ReportRow, ReportSummary, ReportValue } from '../report';
import type { ReportQuery } from '../report-query';
import type { SqlSource } from './source';
import { sourceOf } from './sources';

/** A report reads much at once: above this it is broken off rather than left to hold up others. */
const report_seconds_max = 60;
const points_max = 800;
const streamed_rows = 2_000;

type Row = Record<string, unknown>;

/** As the database orders: the highest rank first, then by key. */
function byRank(a: { rank: number; key: string }, b: { rank: number; key: string }): number {
  return b.rank - a.rank || (a.key < b.key ? -1 : 1);
}

/** The totals and the chart of a report, out of one snapshot. */
export async function readReportSummary(pool: Pool, query: ReportQuery): Promise<ReportSummary> {
  const report = reportOf(query.report);
  const source = sourceOf(query.report);
  return readOnly(pool, async (client) => {
    if ('compute' in source) {
      const { totals, points } = await source.compute(client, rangeOf(query));
      return { totals, points };
    }
    const values = await valuesOf(client, query);
    const totals = await client.query<Row>(sqlOf(source, source.totals), values);
    const points =
      source.points === null
        ? []
        : (
            await client.query<Row>(
              `SELECT * FROM (${sqlOf(source, source.points)}) AS p LIMIT ${points_max}`,
              values,
            )
          ).rows;
    const x = { id: 'x', header: '', kind: 'text' } as const;
    return {
      totals: figuresOf(totals.rows[0] ?? {}, report.totals),
      points: points.map((row) => figuresOf(row, [x, ...(report.chart?.series ?? [])])),
    };
  });
}

export interface RowsQuery {
  /** Only rows of this SKU, where the report has SKUs. */
  sku?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** A page of a report's rows, the highest rank first. Throws `invalid_cursor`. */
export async function readReportRows(
  pool: Pool,
  query: ReportQuery,
  { cursor, limit: asked, sku }: RowsQuery,
): Promise<Page<ReportRow>> {
  const limit = pageLimit(asked);
  const after = cursor === undefined ? null : decodeCursor(cursor, ['number', 'string']);
  const report = reportOf(query.report);
  const source = sourceOf(query.report);
  const rows = await readOnly(pool, async (client): Promise<Row[]> => {
    if ('compute' in source) {
      const { rows } = await source.compute(client, rangeOf(query));
      return rows
        .sort(byRank)
        .filter((row) => sku === undefined || row.sku === sku)
        .filter(
          (row) => after === null || row.rank < after[0] || (row.rank === after[0] && row.key > after[1]),
        )
        .slice(0, limit + 1);
    }
    const values = await valuesOf(client, query);
    const bind = (value: unknown) => `$${values.push(value)}`;
    const ofSku = only(report, sku) === null ? 'TRUE' : `sku = ${bind(sku)}`;
    const beyond =
      after === null
        ? 'TRUE'
        : `(rank < ${bind(after[0])}::bigint OR (rank = $${values.length}::bigint AND key COLLATE "C" > ${bind(after[1])}))`;
    const page = await client.query<Row>(
      sqlOf(
        source,
        `SELECT * FROM report_rows WHERE ${ofSku} AND ${beyond} ORDER BY rank DESC, key COLLATE "C" LIMIT ${bind(limit + 1)}`,
      ),
      values,
    );
    return page.rows;
  });
  return pageOf(
    rows,
    limit,
    (row) => rowOf(row, report),
    (row) => [Number(row.rank), String(row.key)],
  );
}

/** All rows of a report, in pages of one snapshot, so that a file of any length takes the memory of one page. */
export async function* streamReportRows(
  pool: Pool,
  query: ReportQuery,
  sku?: string,
): AsyncGenerator<ReportRow[]> {
  const report = reportOf(query.report);
  const source = sourceOf(query.report);
  if ('compute' in source) {
    const { rows } = await readOnly(pool, (client) => source.compute(client, rangeOf(query)));
    yield rows
      .sort(byRank)
      .filter((row) => sku === undefined || row.sku === sku)
      .map((row) => rowOf(row, report));
    return;
  }
  const client = await pool.connect();
  let failed: unknown;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL statement_timeout = '${report_seconds_max}s'`);
    const values = await valuesOf(client, query);
    const ofSku = only(report, sku) === null ? '' : `WHERE sku = $${values.push(sku)}`;
    const select = sqlOf(source, `SELECT * FROM report_rows ${ofSku} ORDER BY rank DESC, key COLLATE "C"`);
    await client.query(`DECLARE report NO SCROLL CURSOR FOR ${select}`, values);
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${streamed_rows} FROM report`);
      if (rows.length === 0) break;
      yield rows.map((row) => rowOf(row, report));
    }
  } catch (error) {
    failed = error;
    throw error;
  } finally {
    // Also where the reader went away in the middle.
    if (failed === undefined) await client.query('ROLLBACK').catch((error) => (failed = error));
    client.release(failed !== undefined);
  }
}

/** The SKU to narrow to, or null where none is given or the report has none. */
function only({ columns }: Report, sku: string | undefined): string | null {
  return sku !== undefined && columns.some(({ id }) => id === 'sku') ? sku : null;
}

/** One statement out of a source's parts. */
function sqlOf(source: SqlSource, select: string): string {
  const before = source.with === undefined ? '' : `${source.with}, `;
  return `WITH asked AS (SELECT $1::timestamptz, $2::timestamptz, $3::text, $4::jsonb, $5::text),
${before}report_rows AS (${source.rows}) ${select}`;
}

async function valuesOf(client: PoolClient, { from, to }: ReportQuery): Promise<unknown[]> {
  const { rows } = await client.query<{ currency: string }>('SELECT DISTINCT currency FROM sku');
  const decimals = Object.fromEntries(rows.map(({ currency }) => [currency, decimalsOf(currency)]));
  return [from, to, organisation.timeZone, JSON.stringify(decimals), currency_default];
}

function rangeOf({ from, to }: ReportQuery) {
  return { from: new Date(from), to: new Date(to) };
}

async function readOnly<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withTransaction(
    pool,
    async (client) => {
      await client.query(`SET LOCAL statement_timeout = '${report_seconds_max}s'`);
      return work(client);
    },
    { readOnly: true, isolation: 'repeatable read' },
  );
}

function rowOf(row: Row, { columns }: Report): ReportRow {
  const figures: ReportRow = { ...figuresOf(row, columns), key: String(row.key) };
  if (typeof row.currency === 'string') figures.currency = row.currency;
  return figures;
}

function figuresOf(row: Row, columns: readonly ReportColumn[]): Record<string, ReportValue> {
  return Object.fromEntries(columns.map(({ id, kind }) => [id, figureOf(row[id], kind)]));
}

/** Bigint columns come as text; quantities stay far below 2^53. */
function figureOf(value: unknown, kind: ReportColumn['kind']): ReportValue {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  const textual =
    kind === 'text' || kind === 'node' || kind === 'channel' || kind === 'rule' || kind === 'instant';
  return textual ? String(value) : Number(value);
}
