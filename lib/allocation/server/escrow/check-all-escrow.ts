import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { checkEscrow, type EscrowFinding } from './check-escrow';

export interface EscrowCheck {
  /** SKUs that keep rights. */
  skus: number;
  findings: EscrowFinding[];
}

const batch_skus = 500;
/** A loss of stock is booked and told a moment after its event: what is found counts once it has stayed. */
const looks_max = 4;
const between_looks_ms = 1_000;

/** Checks the rights of every SKU that keeps any, beside a running instance too. */
export async function checkAllEscrow(pool: Pool): Promise<EscrowCheck> {
  const findings: EscrowFinding[] = [];
  let skus = 0;
  let last = { bucket: -1, sku: '' };
  for (;;) {
    const { rows } = await pool.query<{ bucket: number; sku: string }>(
      `SELECT DISTINCT bucket, sku FROM escrow_listing WHERE (bucket, sku) > ($1, $2) ORDER BY bucket, sku LIMIT $3`,
      [last.bucket, last.sku, batch_skus],
    );
    const end = rows.at(-1);
    if (end === undefined) return { skus, findings };
    last = end;
    skus += rows.length;
    findings.push(
      ...(await stayingFindings(
        pool,
        rows.map(({ sku }) => sku),
      )),
    );
  }
}

async function stayingFindings(pool: Pool, skus: readonly string[]): Promise<EscrowFinding[]> {
  let found = await checkEscrow(pool, skus);
  for (let look = 1; look < looks_max && found.length > 0; look++) {
    await wait(between_looks_ms);
    found = await checkEscrow(pool, [...new Set(found.map(({ sku }) => sku))]);
  }
  return found;
}
