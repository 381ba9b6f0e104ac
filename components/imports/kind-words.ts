import type { ImportStatus } from '@/lib/imports/import-view';
import type { ImportKind } from '@/lib/imports/settings';

export const kindWords: Record<ImportKind, string> = {
  skus: 'SKUs',
  listings: 'Listings',
  safety_stock: 'Safety stock',
  opening_stock: 'Opening stock',
  counts: 'Counts',
  snapshots: 'Node snapshots',
  transfers: 'Transfers',
  purchase_orders: 'Purchase orders',
  promotions: 'Promotions',
};

export const statusWords: Record<ImportStatus, string> = {
  staging: 'Being read',
  staged: 'Read, not checked',
  examined: 'Checked, not written',
  committing: 'Being written',
  committed: 'Written',
  reversing: 'Being taken back',
  reversed: 'Taken back',
};
