import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { formatInstant } from '@/lib/shared/format';
import type { ProofBoardView } from './proof-types';

type Walk = NonNullable<ProofBoardView['walk']>;

/** How far the walk is that somebody asked for; what became of the last one, where it did not come to its end. */
export function WalkProgress({ walk }: { walk: Walk }) {
  if (walk.state === 'ended') return null;
  if (walk.state !== 'running')
    return (
      <Notice tone="warning">
        The walk that {walk.by} started at {formatInstant(walk.startedAt)} did not come to its end
        {walk.error === null ? ': its process has gone.' : `: ${walk.error}`} Nothing is wrong with the ledger
        for that; start it again.
      </Notice>
    );
  return (
    <section
      aria-label="The walk that goes on"
      className="grid gap-3 rounded-md border border-line bg-card p-4"
    >
      <p className="text-sm" role="status">
        {walk.by} started it at {formatInstant(walk.startedAt)}. It goes on when you leave this page.
      </p>
      <ProgressBar label="Balances" done={walk.buckets} total={walk.bucketsTotal} unit="buckets" />
      <ProgressBar
        label="Events along the seals"
        done={walk.events}
        total={walk.eventsTotal === 0 ? null : walk.eventsTotal}
        unit="events"
      />
    </section>
  );
}
