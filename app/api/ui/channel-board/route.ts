import { z } from 'zod';
import { readChannelBoard } from '@/lib/channels/server/read-channel-board';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ channel: z.string().max(128).optional() });

/** How the channels are doing. */
export const GET = screenRead('read_operations', querySchema, async (pool, { channel }) => ({
  items: await readChannelBoard(pool, channel),
}));
