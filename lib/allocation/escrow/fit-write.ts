import { grantable } from './rights';
import { channelOf, type EscrowState, heldBy, type PushWrite } from './state';

/**
 * The write, as far as the float can cover it: the quantity cut to what there are rights for. An absolute write needs
 * rights for all it shows, also where it lowers the listing; so with an empty float a listing is lowered to 0, which is
 * free, and raised again once the watermark has given its rights back.
 *
 * Worked: exposure and rights 76, float 3. "Show 20" becomes "show 3"; by a delta "17 more" becomes "3 more".
 */
export function fitWrite(state: EscrowState, name: string, write: PushWrite): PushWrite {
  const channel = channelOf(state, name);
  const rights = Math.max(0, grantable(state, channel) + heldBy(channel) - channel.exposure);
  switch (write.kind) {
    case 'absolute':
      return { ...write, quantity: Math.min(write.quantity, Math.floor(rights / write.times)) };
    case 'versioned':
      return { ...write, quantity: Math.min(write.quantity, rights) };
    case 'delta':
      return { ...write, by: Math.min(write.by, rights) };
    case 'compareAndSet': {
      const most = Math.max(0, write.expected) + Math.floor(rights / write.times);
      return { ...write, quantity: Math.min(write.quantity, most) };
    }
  }
}
