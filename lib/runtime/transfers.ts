import type { Pool } from 'pg';
import { handRightsRefusal } from '@/lib/access/event-rights';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { writeAudit } from '@/lib/access/server/write-audit';
import { type InventoryEvent, inventoryEventSchema, screen_source } from '@/lib/ledger/events';
import { readTransfer } from '@/lib/transfers/server/read-transfer';
import {
  conflict,
  type SavedTransfer,
  saveTransfer,
  takeVersion,
  wasTaken,
} from '@/lib/transfers/server/save-transfer';
import type { TransferDetail } from '@/lib/transfers/transfer-document';
import {
  type MoveTransfer,
  type ReceiveTransfer,
  receiveRefusal,
  type SaveTransfer,
} from '@/lib/transfers/transfer-document';
import { getLedger } from './ledger';

export type TransferMoved = { ok: true } | Extract<SavedTransfer, { ok: false }>;

const refuse = (code: string, detail: string): Extract<SavedTransfer, { ok: false }> => ({
  ok: false,
  code,
  detail,
});

/** Keeps a draft, within the nodes of whoever sends from its origin. */
export function saveTransferAs(
  pool: Pool,
  principal: Principal,
  input: SaveTransfer,
): Promise<SavedTransfer> {
  const { from, transfer } = input.plan;
  if (!isWithin(principal.nodes, from))
    return Promise.resolve(refuse('outside_limits', `${from} lies outside the nodes you work at.`));
  const actor = actorOf(principal);
  return saveTransfer(pool, input, actor, (client, version) =>
    writeAudit(client, { actor, action: 'transfer.saved', subject: transfer, details: { version } }),
  );
}

/** The next step of a transfer for all of its lines at once: they stand or fall together. */
export async function moveTransferAs(
  pool: Pool,
  principal: Principal,
  input: MoveTransfer,
): Promise<TransferMoved> {
  const found = await readTransfer(pool, input.transfer);
  if (found === null || found.version === 0)
    return refuse('unknown_transfer', `There is no transfer ${input.transfer} here.`);
  if (input.step === 'cancel' && !isWithin(principal.nodes, found.from))
    return refuse('outside_limits', `${found.from} lies outside the nodes you work at.`);
  const events = stepsOf(found, input);
  if (events.length === 0 && (await wasTaken(pool, input))) return { ok: true };
  if (input.step !== 'cancel' && events.length === 0)
    return refuse('nothing_to_do', 'There is nothing left to do this with. Nothing was recorded.');
  return post(pool, principal, input, events, input.step === 'cancel');
}

/** What has arrived, was damaged or is missing, line by line. */
export async function receiveTransferAs(
  pool: Pool,
  principal: Principal,
  input: ReceiveTransfer,
): Promise<TransferMoved> {
  const found = await readTransfer(pool, input.transfer);
  if (found === null || found.version === 0)
    return refuse('unknown_transfer', `There is no transfer ${input.transfer} here.`);
  const stranger = input.lines.find(({ sku }) => !found.lines.some((line) => line.sku === sku));
  if (stranger !== undefined)
    return refuse('not_on_transfer', `${stranger.sku} is not on this transfer: receive it by itself.`);
  // Another try of what was recorded already is judged by what was on its way before it: the ledger knows it again.
  if (found.version === input.seen) {
    const outstanding = new Map(found.lines.map(({ sku, inTransit }) => [sku, inTransit]));
    const refusal = receiveRefusal(found.status, input.lines, outstanding, input.confirmOver);
    if (refusal !== null) return { ok: false, ...refusal };
  }
  const events = input.lines
    .filter(({ received, damaged, missing }) => received + damaged + missing > 0)
    .map(({ sku, received, damaged, missing }) =>
      eventOf(found, input, sku, { type: 'transfer_received', quantity: received, damaged, missing }),
    );
  return post(pool, principal, input, events, false);
}

type Step = Pick<MoveTransfer, 'key' | 'at' | 'transfer' | 'seen'>;

async function post(
  pool: Pool,
  principal: Principal,
  step: Step,
  events: readonly InventoryEvent[],
  cancels: boolean,
): Promise<TransferMoved> {
  for (const event of events) {
    const denied = event.type === 'transfer_cancelled' ? null : handRightsRefusal(principal, event);
    if (denied !== null) return { ok: false, ...denied };
  }
  if (!(await takeVersion(pool, step, cancels))) return conflict(pool, step.transfer);
  const results = events.length === 0 ? [] : await getLedger().post(events, actorOf(principal));
  const refused = results.filter(({ status }) => status === 'refused');
  const fault = refused.find(({ code }) => code !== 'order_refused') ?? refused[0];
  if (fault === undefined) return { ok: true };
  const detail = `${fault.detail ?? 'The ledger refused it.'} Nothing was moved.`;
  return { ...refuse(fault.code ?? 'refused', detail), version: step.seen + 1 };
}

function stepsOf(found: TransferDetail, input: MoveTransfer): InventoryEvent[] {
  return found.lines.flatMap((line) => {
    const { sku, units, held, ready, dispatched, inTransit } = line;
    const open = Math.max(0, units - Math.max(ready, dispatched));
    const quantity = input.step === 'ready' ? open : input.step === 'send' ? held + open : held + inTransit;
    if (quantity === 0) return [];
    const type = { ready: 'transfer_ready', send: 'transfer_dispatched', cancel: 'transfer_cancelled' }[
      input.step
    ];
    return [eventOf(found, input, sku, { type, quantity })];
  });
}

/** The SKU names the line. A cancellation knows its way by the transfer. */
function eventOf(
  { from, to, transfer }: TransferDetail,
  { key, at }: Step,
  sku: string,
  fields: Record<string, unknown>,
): InventoryEvent {
  return inventoryEventSchema.parse({
    source: screen_source,
    id: `${key}:${sku}`,
    occurredAt: at,
    sku,
    transfer,
    line: sku,
    ...(fields.type === 'transfer_cancelled' ? {} : { from, to }),
    ...fields,
  });
}
