import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import {
  type BulkEdit,
  type BulkKey,
  type BulkPreview,
  type BulkRefused,
  type BulkReport,
  type BulkRows,
  bulk_rows_max,
  bulkRowsOf,
  keyText,
} from '../bulk-edit';
import type { CatalogPlan, CatalogRights } from '../plan-catalog';
import { planFitting } from '../plan-fitting';
import type { CatalogRefusal, Finding } from '../refusal';
import { type CatalogInput, catalogSchema } from '../schema';
import { listingKey } from '../state';
import { bulkToken } from './bulk-token';
import { selectListingKeys } from './list-catalog-listings';
import { selectSkus } from './list-skus';
import { loadCatalog } from './load-catalog';
import { type CatalogPorts, lockCatalog, writePlan } from './put-catalog';

export const bulk_sample_rows_max = 50;
export const bulk_report_rows_max = 2_000;

type Failed =
  | { ok: false; code: 'refused'; refusal: CatalogRefusal }
  | {
      ok: false;
      code: 'too_many_rows' | 'nothing_selected' | 'changed_since_preview' | 'rows_refused';
      detail: string;
    };

export interface BulkPorts extends CatalogPorts {
  recordBulk(client: PoolClient, edit: BulkEdit, report: BulkReport): Promise<void>;
}

interface Decided {
  token: string;
  rows: BulkRows;
  missing: number;
  plan: CatalogPlan;
  refused: Map<number, Finding[]>;
  changed: Set<number>;
}

/** What a bulk edit would do, row by row; nothing is written. */
export async function previewBulk(
  pool: Pool,
  edit: BulkEdit,
  rights: CatalogRights,
  ports: CatalogPorts,
): Promise<{ ok: true; preview: BulkPreview } | Failed> {
  return withTransaction(pool, async (client) => {
    const decided = await decide(client, edit, rights, ports);
    if ('ok' in decided) return decided;
    const { token, rows, missing, refused, changed } = decided;
    return {
      ok: true,
      preview: {
        token,
        rows: rows.keys.length,
        changed: changed.size,
        unchanged: rows.keys.length - changed.size - refused.size,
        refused: refused.size,
        missing,
        sample: [...changed].slice(0, bulk_sample_rows_max).map((index) => ({
          key: rows.keys[index] ?? { sku: '' },
          before: rows.before[index] ?? {},
          after: rows.after[index] ?? {},
        })),
        refusals: refusedRows(rows, refused).slice(0, bulk_sample_rows_max),
      },
    };
  });
}

/**
 * Applies a bulk edit as it was previewed, all or nothing: refused where the rows, or what is selected, changed since
 * (`token`), and where rows would be refused unless they shall be left out. Targets follow in the same transaction.
 */
export async function applyBulk(
  pool: Pool,
  edit: BulkEdit,
  token: string,
  leaveOutRefused: boolean,
  rights: CatalogRights,
  ports: BulkPorts,
): Promise<{ ok: true; report: BulkReport } | Failed> {
  return withTransaction(pool, async (client) => {
    await lockCatalog(client);
    const decided = await decide(client, edit, rights, ports);
    if ('ok' in decided) return decided;
    if (decided.token !== token)
      return {
        ok: false,
        code: 'changed_since_preview',
        detail:
          'What is selected has changed since the preview. Nothing was written: look at the preview again.',
      };
    const { rows, plan, refused, changed } = decided;
    if (refused.size > 0 && !leaveOutRefused)
      return {
        ok: false,
        code: 'rows_refused',
        detail: `${refused.size} of ${rows.keys.length} rows would be refused. Nothing was written: leave them out, or mend them first.`,
      };
    await writePlan(client, plan, ports);
    const report: BulkReport = {
      changed: changed.size,
      unchanged: rows.keys.length - changed.size - refused.size,
      refused: refused.size,
      rows: rows.keys.slice(0, bulk_report_rows_max).map((key, index) => {
        const findings = refused.get(index);
        if (findings !== undefined) return { key, outcome: 'refused', detail: findings[0]?.detail ?? '' };
        return { key, outcome: changed.has(index) ? 'changed' : 'unchanged' };
      }),
    };
    await ports.recordBulk(client, edit, report);
    return { ok: true, report };
  });
}

async function decide(
  client: PoolClient,
  edit: BulkEdit,
  rights: CatalogRights,
  ports: CatalogPorts,
): Promise<Decided | Failed> {
  const keys = await selected(client, edit);
  if (keys.length > bulk_rows_max)
    return {
      ok: false,
      code: 'too_many_rows',
      detail: `More than ${bulk_rows_max} rows are selected: narrow the selection.`,
    };
  const state = await loadCatalog(client, loadingOf(edit, keys), ports);
  const rows = bulkRowsOf(edit, state, keys);
  if (rows.keys.length === 0)
    return { ok: false, code: 'nothing_selected', detail: 'Nothing that is there is selected.' };
  const fitting = planFitting(state, rows.input, rows.list, rights, ports.checkConnector);
  if ('refusal' in fitting) return { ok: false, code: 'refused', refusal: fitting.refusal };
  return {
    token: bulkToken(edit, rows, state),
    rows,
    missing: keys.length - rows.keys.length,
    ...fitting,
    changed: changedRows(rows, fitting.plan, fitting.refused),
  };
}

async function selected(client: PoolClient, edit: BulkEdit): Promise<BulkKey[]> {
  if (edit.of === 'listings') {
    if (edit.selection.by === 'query')
      return selectListingKeys(client, edit.selection.query, bulk_rows_max + 1);
    return unique(edit.selection.listings.map((key) => ({ ...key, location: key.location ?? '' })));
  }
  if (edit.selection.by === 'query')
    return (await selectSkus(client, edit.selection.query, bulk_rows_max + 1)).map((sku) => ({ sku }));
  return unique(edit.selection.skus.map((sku) => ({ sku })));
}

function unique(keys: readonly BulkKey[]): BulkKey[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()].sort((a, b) =>
    keyText(a) < keyText(b) ? -1 : 1,
  );
}

/** Entries that make the loader bring everything the rows are decided on; their values are not looked at. */
function loadingOf(edit: BulkEdit, keys: readonly BulkKey[]): CatalogInput {
  const empty = catalogSchema.parse({});
  const skus = keys.map(({ sku }) => ({ sku, name: sku }));
  if (edit.of === 'listings')
    return {
      ...empty,
      skus: [...new Map(skus.map((entry) => [entry.sku, entry])).values()],
      listings: keys.map(({ sku, channel, location }) => ({
        sku,
        channel: channel ?? '',
        ...(location ? { location } : {}),
      })),
    };
  return edit.of === 'skus'
    ? { ...empty, skus }
    : {
        ...empty,
        skus,
        safetyStock: keys.map(({ sku }) => ({
          sku,
          units: 0,
          ...(edit.node === null ? {} : { node: edit.node }),
        })),
      };
}

function changedRows(rows: BulkRows, plan: CatalogPlan, refused: ReadonlyMap<number, unknown>): Set<number> {
  const written =
    rows.list === 'listings'
      ? new Set(plan.listings.map(listingKey))
      : rows.list === 'skus'
        ? new Set(plan.skus.map((row) => row.sku))
        : new Set(plan.safetyStock.map((row) => row.sku));
  const nameOf = (key: BulkKey) => (rows.list === 'listings' ? keyText(key) : key.sku);
  return new Set(
    rows.keys.flatMap((key, index) => (!refused.has(index) && written.has(nameOf(key)) ? [index] : [])),
  );
}

function refusedRows(rows: BulkRows, refused: ReadonlyMap<number, Finding[]>): BulkRefused[] {
  return [...refused]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, findings]) => {
      const [first] = findings;
      const key = rows.keys[index];
      return first === undefined || key === undefined
        ? []
        : [{ key, code: first.code, detail: first.detail }];
    });
}
