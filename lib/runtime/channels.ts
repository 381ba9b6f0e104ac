import { isLoopbackHost } from '@/lib/channels/open/allowed-address';
import type { ChannelDeps } from '@/lib/channels/server/load-connector';
import { getPool } from '@/lib/db/client';
import { readConfig, readSecretKey } from '@/lib/db/config';
import { getLog } from '@/lib/shared/server/log';
import { getLedger } from './ledger';

/** What channels are given in this process. */
export function channelDeps(): ChannelDeps {
  return {
    pool: getPool(),
    post: (events, actor) => getLedger().post(events, actor),
    log: getLog(),
    secretKey: readSecretKey(),
    allowInside: isLoopbackHost(readConfig().host),
  };
}
