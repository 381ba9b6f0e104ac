'use server';

import { z } from 'zod';
import type { ChannelActions } from '@/components/channels/channel-types';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import {
  acceptDriftSchema,
  listingKeySchema,
  pauseChannelSchema,
  pauseListingSchema,
} from '@/lib/channels/channel-input';
import { getPool } from '@/lib/db/client';
import {
  acceptDriftAs,
  pauseChannelAs,
  pauseListingAs,
  readBackNowAs,
  resumeRaisesAs,
  retryListingAs,
} from '@/lib/runtime/channel-actions';
import { codeSchema } from '@/lib/shared/text';

type Input<Name extends keyof ChannelActions> = Parameters<ChannelActions[Name]>[0];

export async function pauseChannelAction(input: Input<'pauseChannel'>) {
  const parsed = pauseChannelSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('pause_channels');
  if (!allowed.ok) return allowed;
  const { channel, paused, reason } = parsed.data;
  return pauseChannelAs(getPool(), allowed.principal, channel, paused, reason);
}

export async function pauseListingAction(input: Input<'pauseListing'>) {
  const parsed = pauseListingSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('pause_channels');
  if (!allowed.ok) return allowed;
  const { paused, reason, ...listing } = parsed.data;
  return pauseListingAs(getPool(), allowed.principal, listing, paused, reason);
}

export async function retryListingAction(input: Input<'retry'>) {
  const parsed = listingKeySchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('pause_channels');
  return allowed.ok ? retryListingAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function readBackAction(channel: string) {
  const parsed = codeSchema.safeParse(channel);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('pause_channels');
  return allowed.ok ? readBackNowAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function acceptDriftAction(input: Input<'acceptDrift'>) {
  const parsed = acceptDriftSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('pause_channels');
  if (!allowed.ok) return allowed;
  const { reason, ...listing } = parsed.data;
  return acceptDriftAs(getPool(), allowed.principal, listing, reason);
}

/** Somebody has looked at a channel whose watermark was broken: its listing of this SKU may be raised again. */
export async function resumeRaisesAction(input: { channel: string; sku: string }) {
  const parsed = z.strictObject({ channel: codeSchema, sku: codeSchema }).safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_policies');
  if (!allowed.ok) return allowed;
  return resumeRaisesAs(getPool(), allowed.principal, parsed.data);
}
