import { parseArgs } from 'node:util';
import { checkAllEscrow, type EscrowCheck } from '@/lib/allocation/server/escrow/check-all-escrow';
import { getPool } from '@/lib/db/client';
import { readSecretKey } from '@/lib/db/config';
import { openDatabase } from '@/lib/db/open-database';
import { buckets } from '@/lib/ledger/bucket';
import type { Proof } from '@/lib/ledger/proof';
import { prove } from '@/lib/ledger/server/prove';
import { type Rebuild, rebuildBalances } from '@/lib/ledger/server/rebuild-balances';

/**
 * `npm run verify [-- --rebuild] [--json]`: walks the whole ledger and proves it, and checks the rights that channels
 * hold against the stock, beside a running instance too. Ends with code 1 where something is found. `--rebuild` first computes the balances anew from the postings and writes back
 * those that differ, while the writers wait.
 */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { rebuild: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const database = await openDatabase();
  try {
    const pool = getPool();
    const rebuild = values.rebuild ? await rebuildBalances(pool) : null;
    const proof = await prove({
      pool,
      secretKey: readSecretKey(),
      ...(values.json || !process.stderr.isTTY ? {} : { onProgress: showProgress }),
    });
    const escrow = await checkAllEscrow(pool);
    if (values.json)
      console.log(JSON.stringify({ ...proof, escrow, ...(rebuild === null ? {} : { rebuild }) }, null, 2));
    else {
      print(proof, rebuild);
      printEscrow(escrow);
    }
    return proof.balanced && escrow.findings.length === 0;
  } finally {
    await database.close();
  }
}

function showProgress(done: { buckets: number; events: number }): void {
  const events = new Intl.NumberFormat('en').format(done.events);
  process.stderr.write(`\rbalances ${done.buckets} of ${buckets} buckets, events ${events} \r`);
}

function print(proof: Proof, rebuild: Rebuild | null): void {
  if (rebuild !== null) {
    console.log(`Rebuilt ${rebuild.positions.length} positions from their postings.`);
    for (const { sku, node, before, after } of rebuild.positions)
      console.log(`  ${sku} at ${node}: ${before} is now ${after}`);
  }
  const whole = new Intl.NumberFormat('en');
  console.log(
    `${whole.format(proof.events)} events, ${whole.format(proof.postings)} postings, ${whole.format(proof.positions)} positions, ` +
      (proof.seal === null ? 'nothing sealed yet.' : `sealed up to seal ${whole.format(proof.seal)}.`),
  );
  if (proof.balanced) {
    console.log(
      'The ledger is proven: every balance equals its postings, every event is as it was recorded.',
    );
    return;
  }
  for (const { kind, sequence, sku, node, detail } of proof.findings) {
    const where = [
      sequence === undefined ? '' : `event ${sequence}`,
      sku ?? '',
      node === undefined ? '' : `at ${node}`,
    ].filter((part) => part !== '');
    console.log(`  ${kind}: ${where.length === 0 ? '' : `${where.join(' ')}: `}${detail}`);
  }
  const more = proof.findingsTotal - proof.findings.length;
  console.log(`${proof.findingsTotal} findings${more > 0 ? `, ${more} of them not shown` : ''}.`);
}

const findings_shown_max = 100;

function printEscrow({ skus, findings }: EscrowCheck): void {
  const count = new Intl.NumberFormat('en').format(skus);
  if (findings.length === 0) {
    console.log(`Rights of ${count} SKUs: what channels may sell is there, node by node.`);
    return;
  }
  for (const { sku, invariant, detail } of findings.slice(0, findings_shown_max))
    console.log(`  rights of ${sku} (${invariant}): ${detail}`);
  const more = findings.length - findings_shown_max;
  console.log(
    `${findings.length} findings in the rights of ${count} SKUs${more > 0 ? `, ${more} not shown` : ''}.`,
  );
}

main().then(
  (balanced) => process.exit(balanced ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
