import { parseArgs } from 'node:util';
import { getPool } from '@/lib/db/client';
import { readSecretKey } from '@/lib/db/config';
import { openDatabase } from '@/lib/db/open-database';
import { buckets } from '@/lib/ledger/bucket';
import type { Proof } from '@/lib/ledger/proof';
import { prove } from '@/lib/ledger/server/prove';
import { type Rebuild, rebuildBalances } from '@/lib/ledger/server/rebuild-balances';

/**
 * `npm run verify [-- --rebuild] [--json]`: walks the whole ledger and proves it, beside a running instance too. Ends
 * with code 1 where something is found. `--rebuild` first computes the balances anew from the postings and writes back
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
    if (values.json)
      console.log(JSON.stringify({ ...proof, ...(rebuild === null ? {} : { rebuild }) }, null, 2));
    else print(proof, rebuild);
    return proof.balanced;
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

main().then(
  (balanced) => process.exit(balanced ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
