import { raiseUppers } from './candidates';
import { grantable, grantRights } from './rights';
import {
  channelOf,
  type EscrowState,
  heldBy,
  type PushRefusal,
  type PushWrite,
  type Step,
  withChannel,
} from './state';

export interface PushToSend {
  channel: string;
  /** Unique per channel; a versioned write has its version here too. */
  id: number;
  write: PushWrite;
}

/** Versions open at once: the one in flight, and the newer one that supersedes it. */
export const versions_open_max = 2;

/**
 * Books a push BEFORE it is sent: from now on it may land at any time. An absolute write adds all it may show to the
 * exposure, even where it lowers the listing, because what the channel sold and has not reported still counts beside
 * it. Refused, and nothing changed, while an earlier push may still land, or where the float cannot cover it. Showing 0
 * needs no float and is never short of it.
 *
 * Worked: exposure and rights 40, float 50. Show 45 absolutely: 45 rights are needed, float 5, exposure 85. Once it is
 * acknowledged and the watermark has passed, exposure is 45 less what was sold since, and 40 are back in the float.
 */
export function sendPush(state: EscrowState, push: PushToSend): Step | PushRefusal {
  const channel = channelOf(state, push.channel);
  if (mustWait(push.write, channel.pushes)) return { refused: 'push_open' };
  const exposed = exposedBy(push.write);
  const needed = Math.max(0, channel.exposure + exposed - heldBy(channel));
  const shortBy = needed - grantable(state, channel);
  if (needed > 0 && shortBy > 0) return { refused: 'float_short', shortBy };

  const granted = needed > 0 ? grantRights(state, push.channel, needed) : state;
  const next = raiseUppers(channelOf(granted, push.channel), exposed);
  const open = { id: push.id, write: push.write, exposed, orders: [], restocks: [] };
  return {
    state: withChannel(granted, push.channel, {
      ...next,
      exposure: next.exposure + exposed,
      pushes: [...next.pushes, open],
      // An answer could be from before or after the write: an open question does not count any more.
      readBack: null,
    }),
    effects: [],
  };
}

/** The most a write can add to what the channel may sell. */
export function exposedBy(write: PushWrite): number {
  switch (write.kind) {
    case 'absolute':
      return write.times * write.quantity;
    case 'versioned':
      return write.quantity;
    case 'delta':
      return Math.max(0, write.by);
    case 'compareAndSet':
      return write.times * Math.max(0, write.quantity - write.expected);
  }
}

function mustWait(write: PushWrite, open: readonly { write: PushWrite }[]): boolean {
  if (open.length === 0) return false;
  if (write.kind === 'versioned')
    return open.length >= versions_open_max || open.some((other) => other.write.kind !== 'versioned');
  if (write.kind === 'delta' && write.by > 0) return open.some((other) => other.write.kind !== 'delta');
  return true;
}
