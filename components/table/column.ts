import type { ReactNode } from 'react';

/** A column of a table. The first one stays in sight while the others scroll; it names the row. */
export interface Column<Item> {
  id: string;
  header: string;
  cell: (item: Item) => ReactNode;
  /** Right aligned, tabular figures. */
  numeric?: boolean;
  /** What the server calls this order; absent: cannot be sorted by it. */
  sort?: string;
  /** In sight before anybody has chosen columns. Default: yes. */
  shown?: boolean;
  /** Widths and truncation of its cells. */
  className?: string;
}

export type Direction = 'ascending' | 'descending';

/** Which columns somebody wants to see, and in which order; kept per browser. */
export interface ColumnChoice {
  order: string[];
  hidden: string[];
}

/**
 * The columns in the order chosen. Those that came into being after the choice stand at the end, shown as they are by
 * default; the first column of the table always stands first and cannot be hidden.
 */
export function arrangeColumns<Item>(
  columns: readonly Column<Item>[],
  choice: ColumnChoice | null,
): { id: string; header: string; shown: boolean; fixed: boolean }[] {
  const [first, ...rest] = columns;
  if (first === undefined) return [];
  const known = new Map(rest.map((column) => [column.id, column]));
  const chosen = choice?.order.filter((id) => known.has(id)) ?? [];
  const order = [...new Set([...chosen, ...known.keys()])];
  const decided = new Set([...(choice?.order ?? []), ...(choice?.hidden ?? [])]);
  return [
    { id: first.id, header: first.header, shown: true, fixed: true },
    ...order.map((id) => {
      const column = known.get(id) as Column<Item>;
      const shown = decided.has(id) ? !choice?.hidden.includes(id) : (column.shown ?? true);
      return { id, header: column.header, shown, fixed: false };
    }),
  ];
}
