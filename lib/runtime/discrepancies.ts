import type { Pool } from 'pg';
import { handRightsRefusal } from '@/lib/access/event-rights';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { readSettings } from '@/lib/access/server/settings';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { Chase } from '@/lib/discrepancies/chase';
import { addChase } from '@/lib/discrepancies/server/chases';
import { findMovedAt } from '@/lib/discrepancies/server/find-moved-at';
import { type DiscrepancyItem, listDiscrepancies } from '@/lib/discrepancies/server/list-discrepancies';
import {
  type AcceptReport,
  acceptedReportOf,
  type RecordTransfer,
  recordedTransferOf,
} from '@/lib/discrepancies/ways-out';
import { type InventoryEvent, recorded_source } from '@/lib/ledger/events';
import { readPositionVersion } from '@/lib/ledger/server/read-position-version';
import { readEvent } from '@/lib/ledger/server/recorded-event';
import { trueBalancesAt } from '@/lib/ledger/server/true-balances';
import {
  type ApproveCount,
  approvalOf,
  type CountStock,
  countOf,
  ownCountRefusal,
} from '@/lib/stocktake/count-stock';
import { getLedger } from './ledger';
import { type PostedByHand, postByHand } from './post-by-hand';

type Refused = Extract<PostedByHand, { ok: false }>;

const closed: Refused = {
  ok: false,
  code: 'case_closed',
  detail: 'This case is closed meanwhile. Nothing was recorded.',
};

/** Records a transfer that nobody had written down, as of when the nodes reported; where it fits, it closes the case. */
export async function recordTransferAs(
  pool: Pool,
  principal: Principal,
  input: RecordTransfer,
): Promise<PostedByHand> {
  const before = await findRecorded(pool, `${input.key}:received`);
  if (before !== null) return before;
  const open = await openCase(pool, input);
  if (!open.ok) return open;
  const origin = await readPositionVersion(pool, input.sku, input.from);
  const available = origin?.balances.available ?? 0;
  if (available < input.units)
    return {
      ok: false,
      code: 'insufficient_stock',
      detail: `The books hold ${available} available at ${input.from}: ${input.units} cannot all have come from there. Count it first, or record fewer.`,
      available,
      shortBy: input.units - available,
    };
  const movedAt = await findMovedAt(pool, input, open.item.occurredAt);
  return postFacts(principal, recordedTransferOf(input, movedAt));
}

/** Takes over what the node reported: the variance is posted as of its report. */
export async function acceptReportAs(
  pool: Pool,
  principal: Principal,
  input: AcceptReport,
): Promise<PostedByHand> {
  const before = await findRecorded(pool, `${input.key}:approved`);
  if (before !== null) return before;
  const open = await openCase(pool, input);
  if (!open.ok) return open;
  const { actual, occurredAt } = open.item;
  const [truth] = await trueBalancesAt(pool, [{ ...input, at: occurredAt }]);
  const beside = (truth?.balances.quality_control ?? 0) + (truth?.balances.damaged ?? 0);
  if (actual < beside)
    return {
      ok: false,
      code: 'recount_first',
      detail: `${beside} units are damaged or in quality control by the books, more than the ${actual} reported. Recount it.`,
    };
  return postFacts(principal, acceptedReportOf(input, actual - beside, occurredAt));
}

/** Writes down who was asked about an open case. */
export async function chaseAs(
  pool: Pool,
  principal: Principal,
  input: Chase,
): Promise<{ ok: true } | Refused> {
  if (!isWithin(principal.nodes, input.node))
    return {
      ok: false,
      code: 'outside_limits',
      detail: `${input.node} lies outside the nodes you work at.`,
    };
  const item = await findCase(pool, input);
  if (item === undefined)
    return { ok: false, code: 'unknown_case', detail: 'There is no such case. Nothing was recorded.' };
  if (item.status !== 'open') return closed;
  await addChase(pool, input, actorOf(principal));
  return { ok: true };
}

/** Writes a count down; it waits for another person. */
export function countStockAs(principal: Principal, input: CountStock): Promise<PostedByHand> {
  return postByHand(principal, countOf(input));
}

/** Posts what a count differs by. */
export async function approveCountAs(
  pool: Pool,
  principal: Principal,
  input: ApproveCount,
): Promise<PostedByHand> {
  const counted = await readEvent(pool, input.sku, input.sequence);
  if (counted === null)
    return {
      ok: false,
      code: 'unknown_event',
      detail: `There is no count ${input.sequence} of ${input.sku}.`,
    };
  const approver = actorOf(principal);
  const { mayApproveOwnVariances } = await readSettings(pool);
  const own = ownCountRefusal(counted.actor, approver, mayApproveOwnVariances);
  if (own !== null) return own;
  const posted = await postByHand(principal, approvalOf(input));
  if (posted.ok && !posted.duplicate)
    await writeAudit(pool, {
      actor: approver,
      action: counted.actor === approver ? 'count.approved_own' : 'count.approved',
      subject: `${input.sku} at ${input.node}`,
      details: { count: input.sequence, sequence: posted.sequence },
    });
  return posted;
}

/** Another try of what was recorded already, which has closed the case meanwhile. */
async function findRecorded(pool: Pool, id: string): Promise<PostedByHand | null> {
  const { rows } = await pool.query<{ sequence: string }>(
    'SELECT sequence FROM inventory_event WHERE source = $1 AND id = $2 AND refusal IS NULL',
    [recorded_source, id],
  );
  return rows[0] === undefined ? null : { ok: true, sequence: Number(rows[0].sequence), duplicate: true };
}

/** The case without its counts and chases. */
async function findCase(
  pool: Pool,
  { sku, node, sequence }: { sku: string; node: string; sequence: number },
): Promise<DiscrepancyItem | undefined> {
  return (await listDiscrepancies(pool, { sku, node, sequence, limit: 1 })).items[0];
}

async function openCase(pool: Pool, key: { sku: string; node: string; sequence: number }) {
  const item = await findCase(pool, key);
  if (item?.kind !== 'snapshot')
    return {
      ok: false as const,
      code: 'unknown_case',
      detail: 'There is no such case. Nothing was recorded.',
    };
  return item.status === 'open' ? { ok: true as const, item } : closed;
}

/** Facts stand together or not at all: rights are asked of each before the first is posted. */
async function postFacts(principal: Principal, events: readonly InventoryEvent[]): Promise<PostedByHand> {
  for (const event of events) {
    const denied = handRightsRefusal(principal, event);
    if (denied !== null) return { ok: false, ...denied };
  }
  const results = await getLedger().post(events, actorOf(principal));
  const refused = results.find(({ status }) => status === 'refused');
  if (refused !== undefined)
    return {
      ok: false,
      code: refused.code ?? 'refused',
      detail: refused.detail ?? 'The ledger refused it.',
    };
  const last = results.at(-1);
  if (last?.sequence === undefined) throw new Error('the ledger did not answer');
  return { ok: true, sequence: last.sequence, duplicate: last.status === 'duplicate' };
}
