import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { EventResult, InventoryEvent } from '@/lib/ledger/events';
import type { ChannelConnector } from '../connector';
import { type OpenConfig, openConfigSchema } from '../open/config';
import { openConnector } from '../open/open-connector';
import { openSecrets } from './channel-secrets';

/** What the use cases of channels are given: the database, the ledger, and what this installation may do. */
export interface ChannelDeps {
  pool: Pool;
  /** The ledger's `post`: rejects with code `ledger_unavailable` where the same events have to be sent again. */
  post(events: readonly InventoryEvent[], actor: string): Promise<EventResult[]>;
  log: Logger;
  /** The installation's secret key, which channel secrets are sealed under. */
  secretKey: string;
  /** Whether shops on this machine and in private networks may be called: only while bound to loopback. */
  allowInside: boolean;
  request_timeout_ms?: number;
}

export interface ConnectedChannel {
  channel: string;
  config: OpenConfig;
  connector: ChannelConnector;
}

export type LoadedChannel =
  | { ok: true; connected: ConnectedChannel }
  /** No such channel; one without a connector; or one whose configuration cannot be used. */
  | { ok: false; code: 'unknown_channel' | 'not_connectable' | 'bad_config'; detail: string };

/** Loads a channel with its secrets and gives the connector to talk to it. */
export async function loadConnector(deps: ChannelDeps, channel: string): Promise<LoadedChannel> {
  const { rows } = await deps.pool.query<{
    connector: string;
    config: Record<string, unknown>;
    secrets_sealed: Buffer | null;
  }>('SELECT connector, config, secrets_sealed FROM channel WHERE channel = $1', [channel]);
  const [row] = rows;
  if (row === undefined)
    return { ok: false, code: 'unknown_channel', detail: `There is no channel ${channel}.` };
  if (row.connector !== 'open')
    return {
      ok: false,
      code: 'not_connectable',
      detail: `The connector ${row.connector} has nothing to call.`,
    };
  let secrets: Record<string, unknown>;
  try {
    secrets = openSecrets(channel, row.secrets_sealed, deps.secretKey);
  } catch {
    const detail = 'The stored secret cannot be opened with this secret key: set it again.';
    return { ok: false, code: 'bad_config', detail };
  }
  const parsed = openConfigSchema.safeParse({ ...row.config, ...secrets });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, code: 'bad_config', detail: `config.${issue?.path.join('.')} ${issue?.message}` };
  }
  const connector = openConnector(parsed.data, {
    allowInside: deps.allowInside,
    ...(deps.request_timeout_ms === undefined ? {} : { request_timeout_ms: deps.request_timeout_ms }),
  });
  return { ok: true, connected: { channel, config: parsed.data, connector } };
}
