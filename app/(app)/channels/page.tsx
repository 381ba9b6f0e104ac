import type { Metadata } from 'next';
import { ChannelsScreen } from '@/components/channels/channels-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import {
  acceptDriftAction,
  pauseChannelAction,
  pauseListingAction,
  readBackAction,
  retryListingAction,
} from './actions';

export const metadata: Metadata = { title: 'Channels' };

export default async function ChannelsPage() {
  const { role } = await requireUser();
  return (
    <ChannelsScreen
      actions={
        can(role, 'pause_channels')
          ? {
              pauseChannel: pauseChannelAction,
              pauseListing: pauseListingAction,
              retry: retryListingAction,
              readBack: readBackAction,
              acceptDrift: acceptDriftAction,
            }
          : null
      }
    />
  );
}
