import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { writeAudit } from '@/lib/access/server/write-audit';
import { type Accepted, acceptDrift } from '@/lib/channels/server/accept-drift';
import { type ListingKey, type Nudged, readBackNow, retryListing } from '@/lib/channels/server/nudge-channel';
import { type Pause, pauseChannel } from '@/lib/channels/server/pause-channel';
import { pauseListing } from '@/lib/channels/server/pause-listing';
import { resumeRaises } from '@/lib/channels/server/resume-raises';

/** What people do to channels, each with its line in the audit log. */
export async function pauseChannelAs(
  pool: Pool,
  principal: Principal,
  channel: string,
  paused: boolean,
  reason?: string,
): Promise<Pause> {
  const done = await pauseChannel(pool, channel, paused, reason);
  if (done.ok)
    await audit(pool, principal, paused ? 'channel.paused' : 'channel.resumed', channel, { reason });
  return done;
}

export async function pauseListingAs(
  pool: Pool,
  principal: Principal,
  listing: ListingKey,
  paused: boolean,
  reason?: string,
): Promise<Pause> {
  const done = await pauseListing(pool, listing, paused, reason);
  if (done.ok)
    await audit(pool, principal, paused ? 'listing.paused' : 'listing.resumed', nameOf(listing), { reason });
  return done;
}

export async function retryListingAs(pool: Pool, principal: Principal, listing: ListingKey): Promise<Nudged> {
  const done = await retryListing(pool, listing);
  if (done.ok) await audit(pool, principal, 'listing.retried', nameOf(listing), {});
  return done;
}

export async function readBackNowAs(pool: Pool, principal: Principal, channel: string): Promise<Nudged> {
  const done = await readBackNow(pool, channel);
  if (done.ok) await audit(pool, principal, 'channel.read_back', channel, {});
  return done;
}

export async function acceptDriftAs(
  pool: Pool,
  principal: Principal,
  listing: ListingKey,
  reason: string,
): Promise<Accepted> {
  const done = await acceptDrift(pool, listing);
  if (done.ok)
    await audit(pool, principal, 'listing.drift_accepted', nameOf(listing), {
      reason,
      quantity: done.quantity,
    });
  return done;
}

/** Trusts a channel's watermark again for one SKU, after somebody has looked. */
export async function resumeRaisesAs(
  pool: Pool,
  principal: Principal,
  { channel, sku }: { channel: string; sku: string },
): Promise<{ ok: true } | { ok: false; detail: string }> {
  const resumed = await resumeRaises(pool, { channel, sku }, (client) =>
    writeAudit(client, {
      actor: actorOf(principal),
      action: 'listing.raises_resumed',
      subject: `${channel}/${sku}`,
    }),
  );
  return resumed.length > 0 ? { ok: true } : { ok: false, detail: 'Nothing was held back any more.' };
}

const nameOf = ({ channel, sku, location }: ListingKey) =>
  `${channel}/${sku}${location === '' ? '' : `/${location}`}`;

function audit(
  pool: Pool,
  principal: Principal,
  action: string,
  subject: string,
  details: Record<string, unknown>,
): Promise<void> {
  return writeAudit(pool, { actor: actorOf(principal), action, subject, details });
}
