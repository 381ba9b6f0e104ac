import { bucketOf } from '../bucket';
import type { Statement } from './exchange';
import { allOf } from './lane-connection';
import type { LedgerParticipant } from './write-batch';

const upsertSnapshot: Statement = {
  name: 'write_snapshot',
  text: `INSERT INTO node_snapshot (bucket, sku, node, taken_at, on_hand, sequence, recorded_at)
    VALUES ($1::smallint, $2::text, $3::text, $4::timestamptz, $5::bigint, $6::bigint, $7::timestamptz)
    ON CONFLICT (bucket, sku, node) DO UPDATE SET taken_at = EXCLUDED.taken_at, on_hand = EXCLUDED.on_hand,
      sequence = EXCLUDED.sequence, recorded_at = EXCLUDED.recorded_at`,
};

const closeSuperseded: Statement = {
  name: 'close_superseded',
  text: `UPDATE discrepancy SET resolved_at = $5::timestamptz, resolved_sequence = $4::bigint,
      resolution = 'superseded'
    WHERE bucket = $1::smallint AND sku = $2::text AND node = $3::text AND kind = 'snapshot'
      AND sequence < $4::bigint AND (resolved_at IS NULL OR resolved_sequence > $4::bigint)`,
};

/** Writes what nodes reported last, in the transaction of their events. Does nothing with a batch without reports. */
export const keepSnapshots: LedgerParticipant = {
  async persist(exchange, { snapshots, recorded }, { recordedAtMs }) {
    if (snapshots.length === 0) return;
    const recordedAt = new Date(recordedAtMs).toISOString();
    const sent: Promise<unknown>[] = [];
    for (const { sku, node, takenAt, onHand, sequence } of snapshots)
      sent.push(
        exchange.send(upsertSnapshot, [bucketOf(sku), sku, node, takenAt, onHand, sequence, recordedAt]),
      );
    // Each report by itself: a case is closed by the first that comes after it, also within a batch.
    for (const { submitted, sequence, refusal } of recorded) {
      const { event } = submitted;
      if (event.type !== 'node_snapshot' || refusal !== null) continue;
      const { sku, node } = event;
      sent.push(exchange.send(closeSuperseded, [bucketOf(sku), sku, node, sequence, recordedAt]));
    }
    await allOf(sent);
  },
};
