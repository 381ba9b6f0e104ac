import { createCommitNotifier } from '@/lib/ledger/server/notify-committed';
import { createLedgerWriter, type LedgerWriter } from '@/lib/ledger/server/writer';

/** The ledger's entry point as a process opens it: one lane, and a notification after each commit. */
export function openLedger(url: string): LedgerWriter {
  const notifier = createCommitNotifier(url);
  const writer = createLedgerWriter({
    connectionString: url,
    loadKeptBack: async (keys) => keys.map(() => 0),
    committed: () => notifier.notify(),
  });
  return {
    post: writer.post,
    get depth() {
      return writer.depth;
    },
    async close() {
      await writer.close();
      await notifier.close();
    },
  };
}
