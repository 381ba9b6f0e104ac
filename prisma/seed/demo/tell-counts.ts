import { demoNodes } from './brand';
import { day_ms } from './ist';
import { roll, rollAmong, rollBetween } from './roll';
import type { StockLevel } from './stock-levels';
import { minutesBetween, type Story } from './story';

const counted_per_day = 4;
/** Of the counts, how many do not find what the books say, and by how much. */
const variances = [
  { choice: 0, weight: 78 },
  { choice: -1, weight: 12 },
  { choice: 1, weight: 5 },
  { choice: -2, weight: 4 },
  { choice: 2, weight: 1 },
];
const counters = ['asha', 'irfan', 'meena', 'joseph'];
const approver = 'priya';
const broken_share = 0.3;
/** So many of the last days end with a snapshot from a warehouse system that disagrees. */
const disagreeing_days = 5;

/** The afternoon's cycle counts at one node, now and then a broken piece, and in the last days a snapshot that differs. */
export function tellCounts(story: Story, dayMs: number, endMs: number): void {
  const node = demoNodes[Math.floor(dayMs / day_ms) % demoNodes.length]?.node;
  const here = story.levels.filter((level) => level.node === node);
  for (let index = 0; index < counted_per_day; index++) {
    const level = here[rollBetween(0, here.length - 1, 'count', dayMs, index)];
    if (level !== undefined)
      story.later(minutesBetween(5, 60, 'count', dayMs, index), () => count(story, level));
  }
  if (roll('broken', dayMs) < broken_share)
    breakOne(story, here[rollBetween(0, here.length - 1, 'broken', dayMs)]);
  if (dayMs > endMs - disagreeing_days * day_ms)
    disagree(story, here[rollBetween(0, here.length - 1, 'snapshot', dayMs)]);
}

function count(story: Story, { sku, node }: StockLevel): void {
  const session = story.number('COUNT');
  const counter = counters[rollBetween(0, counters.length - 1, 'counter', session)] ?? approver;
  const onHand = story.shelves.onHand(sku.sku, node);
  const variance = Math.max(rollAmong(variances, 'variance', session), -story.shelves.free(sku.sku, node));
  const counted = Math.max(0, onHand + variance);
  const at = { source: 'wms', sku: sku.sku, node };
  story.tell({
    type: 'stock_counted',
    id: `${session}/counted`,
    ...at,
    counted,
    countedAt: new Date(story.nowMs()).toISOString(),
    session,
    actor: counter,
  });
  story.later(minutesBetween(30, 180, 'approve', session), () => {
    story.shelves.change(sku.sku, node, counted - onHand);
    story.tell({
      type: 'count_approved',
      id: `${session}/approved`,
      ...at,
      of: { source: 'wms', id: `${session}/counted` },
      actor: approver,
      reason: counted < onHand ? 'lost' : counted > onHand ? 'found' : 'correct',
    });
  });
}

function breakOne(story: Story, level: StockLevel | undefined): void {
  if (level === undefined || story.shelves.free(level.sku.sku, level.node) < 3) return;
  story.shelves.change(level.sku.sku, level.node, -1);
  story.tell({
    type: 'adjustment',
    source: 'wms',
    id: story.number('ADJ'),
    sku: level.sku.sku,
    node: level.node,
    quantity: 1,
    state: 'available',
    toState: 'damaged',
    reason: 'damaged',
    actor: 'irfan',
  });
}

function disagree(story: Story, level: StockLevel | undefined): void {
  if (level === undefined) return;
  const onHand = story.shelves.onHand(level.sku.sku, level.node);
  story.tell({
    type: 'node_snapshot',
    source: 'wms',
    id: story.number('SNAP'),
    sku: level.sku.sku,
    node: level.node,
    onHand: Math.max(0, onHand - rollBetween(2, 5, 'snapshot', level.sku.sku)),
    takenAt: new Date(story.nowMs()).toISOString(),
  });
}
