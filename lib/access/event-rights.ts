import { type EventOf, type InventoryEvent, own_source_prefix } from '@/lib/ledger/events';
import { isWithin, type Principal } from './principal';
import { can, type Permission } from './roles';

/** Why a principal may not report an event. */
export interface EventRightsRefusal {
  code: 'reserved_source' | 'internal_type' | 'forbidden' | 'outside_limits';
  /** Which field of the event is in the way. */
  field: string;
  detail: string;
}

/** What each type of event takes; `null`: not from outside, only this application makes it. */
const permissionFor: Readonly<Record<InventoryEvent['type'], Permission | null>> = {
  receipt: 'post_floor_events',
  order_placed: 'post_feed_events',
  order_cancelled: 'post_feed_events',
  order_shipped: 'post_feed_events',
  order_snapshot: null,
  return_received: 'post_floor_events',
  return_inspected: 'post_floor_events',
  transfer_ready: 'post_floor_events',
  transfer_dispatched: 'post_floor_events',
  transfer_received: 'post_floor_events',
  transfer_cancelled: 'post_floor_events',
  claims_moved: null,
  reserved: 'reserve',
  reservation_released: 'reserve',
  adjustment: 'post_floor_events',
  stock_counted: 'post_floor_events',
  count_approved: 'approve_variances',
  node_snapshot: 'post_feed_events',
  reversal: 'post_floor_events',
};

/**
 * Whether the principal may report this event from outside: not under a source of our own, only types its role
 * allows, and only sources, channels and nodes within its limits. Null: yes. Where a key is limited to nodes, an
 * event that leaves its node open could end at any, so the node must be named; the same holds for channels.
 */
export function eventRightsRefusal(
  principal: Pick<Principal, 'role' | 'sources' | 'channels' | 'nodes'>,
  event: InventoryEvent,
): EventRightsRefusal | null {
  if (event.source.startsWith(own_source_prefix))
    return {
      code: 'reserved_source',
      field: 'source',
      detail: `Sources that begin with ${own_source_prefix} belong to Truecount itself: report under a name of your own.`,
    };
  const permission = permissionFor[event.type];
  if (permission === null)
    return {
      code: 'internal_type',
      field: 'type',
      detail: `${event.type} is made by Truecount itself: report order_placed, order_cancelled, order_shipped and return_received instead.`,
    };
  if (!can(principal.role, permission))
    return {
      code: 'forbidden',
      field: 'type',
      detail: `The role ${principal.role} may not report ${event.type}.`,
    };
  if (event.type === 'transfer_received' && (event.missing ?? 0) > 0 && !can(principal.role, 'close_short'))
    return {
      code: 'forbidden',
      field: 'missing',
      detail: `The role ${principal.role} may not close a transfer short: a manager declares units missing.`,
    };
  return limitRefusal(principal, event);
}

/**
 * The same for an event that our own screens make for a person, under a source of ours. What a person may do depends on
 * role and nodes; a reversal of one limited to nodes is judged by whoever knows where the event has moved stock.
 */
export function handRightsRefusal(
  principal: Pick<Principal, 'role' | 'nodes'>,
  event: InventoryEvent,
): EventRightsRefusal | null {
  const permission = event.type === 'claims_moved' ? 'arrange_orders' : permissionFor[event.type];
  if (permission === null || !can(principal.role, permission))
    return {
      code: 'forbidden',
      field: 'type',
      detail: `The role ${principal.role} may not do this: ask a manager.`,
    };
  if (event.type === 'transfer_received' && (event.missing ?? 0) > 0 && !can(principal.role, 'close_short'))
    return {
      code: 'forbidden',
      field: 'missing',
      detail:
        'Units are declared missing by a manager: enter what has arrived and leave the rest in transit.',
    };
  if (principal.nodes === undefined || event.type === 'reversal') return null;
  const { field, node } = nodeOf(event);
  if (node !== undefined && principal.nodes.includes(node)) return null;
  return {
    code: 'outside_limits',
    field,
    detail: `${node === undefined ? 'This' : node} lies outside the nodes you work at: ${principal.nodes.join(', ')}.`,
  };
}

function limitRefusal(
  principal: Pick<Principal, 'sources' | 'channels' | 'nodes'>,
  event: InventoryEvent,
): EventRightsRefusal | null {
  if (!isWithin(principal.sources, event.source)) return outside('source', event.source);
  const channel = 'channel' in event ? event.channel : undefined;
  if (channel !== undefined && !isWithin(principal.channels, channel)) return outside('channel', channel);
  if (event.type === 'reversal' || event.type === 'count_approved') {
    const source = sourceOfReference(event);
    if (principal.sources !== undefined && (source === null || !principal.sources.includes(source)))
      return outside('of', source ?? 'named by its sequence');
  }
  if (principal.nodes === undefined) return null;
  const { field, node } = nodeOf(event);
  if (node === undefined)
    return {
      code: 'outside_limits',
      field,
      detail:
        event.type === 'reversal'
          ? 'A key limited to nodes cannot take events back: report the opposite adjustment at your node instead.'
          : `This key is limited to nodes, so ${field} must be named.`,
    };
  return principal.nodes.includes(node) ? null : outside(field, node);
}

function outside(field: string, value: string): EventRightsRefusal {
  return {
    code: 'outside_limits',
    field,
    detail: `The ${field} ${value} lies outside what this key is limited to.`,
  };
}

/** A bare id means the event's own source; a sequence number tells no source. */
function sourceOfReference(event: EventOf<'reversal' | 'count_approved'>): string | null {
  if ('sequence' in event.of) return null;
  return 'source' in event.of ? event.of.source : event.source;
}

/** A transfer is sent by whoever may touch its origin and received by whoever may touch its destination. */
function nodeOf(event: InventoryEvent): { field: string; node: string | undefined } {
  switch (event.type) {
    case 'transfer_received':
      return { field: 'to', node: event.to };
    case 'transfer_ready':
    case 'transfer_dispatched':
      return { field: 'from', node: event.from };
    case 'transfer_cancelled':
      return { field: 'transfer', node: undefined };
    case 'reversal':
      return { field: 'of', node: undefined };
    default:
      return { field: 'node', node: event.node };
  }
}
