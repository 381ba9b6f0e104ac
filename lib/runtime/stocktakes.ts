import type { Pool } from 'pg';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { readSettings } from '@/lib/access/server/settings';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { InventoryEvent } from '@/lib/ledger/events';
import { lineApprovalOf, lineCountOf } from '@/lib/stocktake/count-events';
import { ownCountRefusal } from '@/lib/stocktake/count-stock';
import { addScans } from '@/lib/stocktake/server/add-scans';
import {
  beginPosting,
  cancelStocktake,
  closeRound,
  countedLines,
  countersOf,
  endPosting,
  nodeOfStocktake,
  reopenLines,
  settleRound,
} from '@/lib/stocktake/server/move-stocktake';
import { planStocktake } from '@/lib/stocktake/server/plan-stocktake';
import type {
  AddScans,
  MoveStocktake,
  PlanStocktake,
  ScanResult,
  StocktakeItem,
  StocktakeMoved,
  StocktakeRefusal,
} from '@/lib/stocktake/stocktake-document';
import { getLedger } from './ledger';

const events_per_call = 500;

/** A stocktake and where it counts. */
type OpenStocktake = Pick<StocktakeItem, 'stocktake' | 'node'>;

const refuse = (code: string, detail: string): StocktakeRefusal => ({ ok: false, code, detail });
const outside = (node: string) => refuse('outside_limits', `${node} lies outside the nodes you work at.`);

/** Opens a stocktake at a node of theirs. */
export async function planStocktakeAs(
  pool: Pool,
  principal: Principal,
  { key, plan }: PlanStocktake,
): Promise<StocktakeMoved> {
  if (!isWithin(principal.nodes, plan.node)) return outside(plan.node);
  const actor = actorOf(principal);
  const { stocktake, node, scope } = plan;
  return planStocktake(pool, plan, key, actor, (client, lines) =>
    writeAudit(client, {
      actor,
      action: 'stocktake.opened',
      subject: stocktake,
      details: { node, scope, lines },
    }),
  );
}

/** Keeps what was scanned; who may count at the node may. */
export async function addScansAs(
  pool: Pool,
  principal: Principal,
  input: AddScans,
): Promise<{ ok: true; results: ScanResult[] } | StocktakeRefusal> {
  if (!can(principal.role, 'post_floor_events'))
    return refuse('forbidden', `The role ${principal.role} may not count. Nothing was kept.`);
  const found = await find(pool, principal, input.stocktake);
  if (!found.ok) return found;
  const results = await addScans(pool, input, actorOf(principal));
  return results === null ? unknown(input.stocktake) : { ok: true, results };
}

/** One step of a stocktake: hand in, count lines again, approve and post, cancel. */
export async function moveStocktakeAs(
  pool: Pool,
  principal: Principal,
  input: MoveStocktake,
): Promise<StocktakeMoved> {
  const managers = input.step === 'approve' || input.step === 'recount';
  if (!can(principal.role, managers ? 'approve_variances' : 'post_floor_events'))
    return refuse(
      'forbidden',
      `The role ${principal.role} does not include this: ask a manager. Nothing was changed.`,
    );
  const found = await find(pool, principal, input.stocktake);
  if (!found.ok) return found;
  switch (input.step) {
    case 'hand_in':
      return handIn(pool, principal, found.item, input);
    case 'recount':
      return reopenLines(pool, input);
    case 'approve':
      return approve(pool, principal, found.item, input);
    case 'cancel':
      return cancel(pool, principal, input);
  }
}

async function handIn(
  pool: Pool,
  principal: Principal,
  item: OpenStocktake,
  input: Extract<MoveStocktake, { step: 'hand_in' }>,
): Promise<StocktakeMoved> {
  const closed = await closeRound(pool, input);
  return closed.ok ? writeDown(pool, actorOf(principal), item) : closed;
}

/** Hands in what a file says was counted, as its counter would; cut short, it goes on. */
export async function handInStocktake(
  pool: Pool,
  actor: string,
  of: OpenStocktake,
  key: string,
): Promise<StocktakeMoved> {
  const { stocktake } = of;
  const closed = await closeRound(pool, { key, stocktake, seen: 1, step: 'hand_in', confirmUncounted: true });
  return closed.ok ? writeDown(pool, actor, of) : closed;
}

async function writeDown(
  pool: Pool,
  actor: string,
  { stocktake, node }: OpenStocktake,
): Promise<StocktakeMoved> {
  const lines = await countedLines(pool, stocktake, 'this');
  const refused = await post(
    lines.map((line) => lineCountOf(stocktake, node, line)),
    actor,
  );
  return refused ?? settleRound(pool, stocktake, node);
}

async function approve(
  pool: Pool,
  principal: Principal,
  { stocktake, node }: OpenStocktake,
  input: Extract<MoveStocktake, { step: 'approve' }>,
): Promise<StocktakeMoved> {
  const approver = actorOf(principal);
  const counters = await countersOf(pool, stocktake);
  const counted = counters.includes(approver);
  const { mayApproveOwnVariances } = await readSettings(pool);
  const own = counted ? ownCountRefusal(approver, approver, mayApproveOwnVariances) : null;
  if (own !== null) return own;
  const begun = await beginPosting(pool, input, approver);
  if (!begun.ok) return begun;
  const lines = await countedLines(pool, stocktake, 'any');
  const refused = await post(
    lines.map((line) => lineApprovalOf(stocktake, node, line, begun.approvedAt)),
    approver,
  );
  if (refused !== null) return refused;
  return endPosting(pool, stocktake, (client) =>
    writeAudit(client, {
      actor: approver,
      action: counted ? 'stocktake.approved_own' : 'stocktake.approved',
      subject: stocktake,
      details: { node, lines: lines.length },
    }),
  );
}

async function cancel(
  pool: Pool,
  principal: Principal,
  input: Extract<MoveStocktake, { step: 'cancel' }>,
): Promise<StocktakeMoved> {
  const cancelled = await cancelStocktake(pool, input);
  if (cancelled.ok)
    await writeAudit(pool, {
      actor: actorOf(principal),
      action: 'stocktake.cancelled',
      subject: input.stocktake,
      details: {},
    });
  return cancelled;
}

/** Posts facts; one that somebody has approved elsewhere meanwhile is done already. */
async function post(events: readonly InventoryEvent[], actor: string): Promise<StocktakeRefusal | null> {
  for (let from = 0; from < events.length; from += events_per_call) {
    const results = await getLedger().post(events.slice(from, from + events_per_call), actor);
    const fault = results.find(({ status, code }) => status === 'refused' && code !== 'already_approved');
    if (fault !== undefined)
      return refuse(
        fault.code ?? 'refused',
        `${fault.detail ?? 'The ledger refused a line.'} The rest waits: try again.`,
      );
  }
  return null;
}

async function find(
  pool: Pool,
  principal: Principal,
  stocktake: string,
): Promise<{ ok: true; item: OpenStocktake } | StocktakeRefusal> {
  const node = await nodeOfStocktake(pool, stocktake);
  if (node === null) return unknown(stocktake);
  return isWithin(principal.nodes, node) ? { ok: true, item: { stocktake, node } } : outside(node);
}

function unknown(stocktake: string): StocktakeRefusal {
  return refuse('unknown_stocktake', `There is no stocktake ${stocktake}.`);
}
