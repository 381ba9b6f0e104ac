import type { FigureKind, ReportColumn } from '../report';

export const column = (id: string, header: string, kind: FigureKind, shown = true): ReportColumn => ({
  id,
  header,
  kind,
  ...(shown ? {} : { shown }),
});
export const sku = column('sku', 'SKU', 'text');
export const node = column('node', 'Stock node', 'node');
export const channel = column('channel', 'Channel', 'channel');
export const category = column('category', 'Category', 'text');
