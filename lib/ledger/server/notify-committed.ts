import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ledger_channel } from './ledger-notifications';

const connect_ms_max = 5_000;
/** After one notification the next waits so long: consumers lose nothing by it, and a busy ledger saves one a commit. */
const notify_interval_ms = 20;

export interface CommitNotifier {
  /** Says that something was committed. Never waits and never throws: consumers also poll. */
  notify(): void;
  close(): Promise<void>;
}

/**
 * Wakes the consumers of the log. Sent after the commit and on a connection of its own, since a NOTIFY inside the
 * writing transaction would serialise all commits; coalesced, so that a thousand commits are a few notifications;
 * without a durable commit, because a lost one only costs the consumers their next poll.
 */
export function createCommitNotifier(connectionString: string): CommitNotifier {
  let client: pg.Client | null = null;
  let sending: Promise<void> | null = null;
  let again = false;

  async function send(): Promise<void> {
    do {
      again = false;
      try {
        if (client === null) {
          const fresh = new pg.Client({
            connectionString,
            connectionTimeoutMillis: connect_ms_max,
            application_name: 'truecount-notify',
            options: '-c synchronous_commit=off',
          });
          const lost = () => {
            if (client === fresh) client = null;
          };
          fresh.on('error', lost);
          fresh.on('end', lost);
          await fresh.connect();
          client = fresh;
        }
        await client.query({ name: 'notify', text: `SELECT pg_notify('${ledger_channel}', '')` });
      } catch {
        client = null;
        again = false;
      }
      await pause(notify_interval_ms);
    } while (again);
    sending = null;
  }

  return {
    notify() {
      if (sending !== null) again = true;
      else sending = send();
    },
    async close() {
      await sending;
      await client?.end().catch(() => undefined);
    },
  };
}
