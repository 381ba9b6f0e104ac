import type { Report } from '../report';
import { column, node, sku } from './columns';

export const accuracyReports: readonly Report[] = [
  {
    name: 'inventory-accuracy',
    title: 'Inventory accuracy',
    group: 'Accuracy',
    says: 'Count lines within tolerance ÷ all count lines that were approved, by when they were counted. A line is a SKU at a node; a line over is never set off against a line under. The tolerance is the one of "Ledger against physical" that was in force at that time.',
    asks: 'range',
    columns: [
      sku,
      node,
      column('counted_at', 'Counted', 'instant'),
      column('expected', 'Expected', 'units'),
      column('counted', 'Counted units', 'units'),
      column('variance', 'Variance', 'units'),
      column('tolerated', 'Tolerated', 'units'),
      column('verdict', 'Verdict', 'text'),
    ],
    totals: [
      column('accuracy', 'Accuracy', 'share'),
      column('within', 'Lines within', 'units'),
      column('lines', 'Lines counted', 'units'),
    ],
    chart: { title: 'Accuracy by day', x: 'day', series: [column('accuracy', 'Accuracy', 'share')] },
  },
  {
    name: 'unit-accuracy',
    title: 'Unit accuracy',
    group: 'Accuracy',
    says: '1 − Σ|variance| ÷ Σ expected units over the count lines that were approved, per node. Here too nothing is netted: two over and two under are four wrong.',
    asks: 'range',
    columns: [
      node,
      column('lines', 'Lines', 'units'),
      column('expected', 'Expected', 'units'),
      column('counted', 'Counted', 'units'),
      column('wrong', 'Units wrong', 'units'),
      column('net', 'Net variance', 'units'),
      column('accuracy', 'Unit accuracy', 'share'),
    ],
    totals: [
      column('accuracy', 'Unit accuracy', 'share'),
      column('wrong', 'Units wrong', 'units'),
      column('expected', 'Units expected', 'units'),
    ],
    chart: { title: 'By node', x: 'name', series: [column('accuracy', 'Unit accuracy', 'share')] },
  },
  {
    name: 'shrinkage',
    title: 'Shrinkage',
    group: 'Accuracy',
    says: 'Units that left for no customer and no supplier: lost − found + scrapped, by reason, at the unit cost of the SKU. Counts, adjustments, transfers that arrived short and scrapped returns all post here.',
    asks: 'range',
    columns: [
      sku,
      node,
      column('reason', 'Reason', 'text'),
      column('lost', 'Lost', 'units'),
      column('found', 'Found', 'units'),
      column('scrapped', 'Scrapped', 'units'),
      column('shrinkage', 'Shrinkage', 'units'),
      column('value', 'At cost', 'money'),
    ],
    totals: [
      column('shrinkage', 'Shrinkage', 'units'),
      column('lost', 'Lost', 'units'),
      column('found', 'Found', 'units'),
      column('scrapped', 'Scrapped', 'units'),
      column('value', 'At cost', 'money'),
    ],
    chart: {
      title: 'Units by day',
      x: 'day',
      series: [column('lost', 'Lost or scrapped', 'units'), column('found', 'Found', 'units')],
    },
  },
];
