import type { StrictObstacle } from '@/lib/allocation/escrow/capabilities';

/** Why a channel stands against the guarantee, after its name. */
export const obstacleWords: Readonly<Record<StrictObstacle, string>> = {
  cannot_push: 'cannot be told a number',
  sells_below_zero: 'goes on selling at zero',
  several_clocks: 'times orders and reports by different clocks',
  reports_not_idempotent: 'may report an order twice as two',
  times_applied_unknown: 'may apply a number any number of times',
  push_never_settles: 'never says what became of a number',
  check_not_atomic: 'compares and applies in two steps',
  key_forgotten: 'forgets which changes it has applied',
  no_read_back: 'cannot be read back',
  no_watermark: 'never says that all orders were told',
  drift_not_detectable: 'puts cancelled units back without telling',
  listings_share_nodes: 'has two listings that sell from one node',
  watermark_broken:
    'reported orders that it had ruled out: its listings are not raised until somebody has looked',
};
