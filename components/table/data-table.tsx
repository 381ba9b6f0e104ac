'use client';

import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import { useStoredValue } from '@/components/stored-value';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { classNames } from '@/components/ui/class-names';
import { Table, TableFrame } from '@/components/ui/table';
import { formatInstant, formatUnits } from '@/lib/shared/format';
import { BulkBar } from './bulk-bar';
import { arrangeColumns, type Column, type ColumnChoice } from './column';
import { HeaderCell } from './header-cell';
import { isSelected, nothingSelected, type Selection, toggleInSight, toggleRow } from './selection';
import { TableStates } from './table-states';
import { TableToolbar } from './table-toolbar';
import type { List } from './use-list';
import { useRowKeys } from './use-row-keys';
import { useScrollMemory } from './use-scroll-memory';
import { useSteadyRows } from './use-steady-rows';

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnMeta: metaHelper<{ numeric: boolean; sort: string | undefined; className: string | undefined }>(),
});

interface Props<Item> {
  /** From `useList`. */
  list: List<Item>;
  /** What the table holds, for screen readers and messages: "Ledger". */
  label: string;
  /** At module scope or memoised: new columns build the table anew. */
  columns: readonly Column<Item>[];
  keyOf: (item: Item) => string;
  /** Enter or a click on a row. */
  onOpen?: (item: Item) => void;
  /** The row whose details are open. */
  openKey?: string | null;
  /** Search and filters, left in the toolbar. */
  toolbar?: ReactNode;
  /** What stands here before there is any data. */
  empty: ReactNode;
  /** Said beside "nothing matches". */
  noMatchHint?: string;
  /** Offers the current query as a CSV file; the handler must have columns for it. */
  csv?: boolean;
  /** Makes rows selectable; gives the buttons of the bulk bar. */
  bulk?: (selection: Selection, clear: () => void) => ReactNode;
  /** Limits the height of the box that scrolls; default: what is left of the window. */
  className?: string;
}

/**
 * A table of a server's list: sorting, choosing columns, paging, selecting, saved views, CSV, keyboard. Values change
 * in place; rows never move while the pointer or the focus is on them.
 */
export function DataTable<Item>(props: Props<Item>) {
  const {
    list,
    label,
    columns,
    keyOf,
    onOpen,
    openKey,
    toolbar,
    empty,
    noMatchHint,
    csv = false,
    bulk,
  } = props;
  const [choice, setChoice] = useStoredValue<ColumnChoice | null>(`columns.${list.name}`, null);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [selectedFor, setSelectedFor] = useState(list.question);
  if (selectedFor !== list.question) {
    // Another question, other rows: a selection must never reach rows that nobody sees.
    setSelectedFor(list.question);
    setSelection(nothingSelected);
  }
  // In state, not in a ref: what remembers the place has to hear when the box is there.
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  useScrollMemory(box, list.question, list.items.length > 0);
  const steady = useSteadyRows(list.items, keyOf, `${list.question} ${list.toTop === null}`);

  const arranged = useMemo(() => arrangeColumns(columns, choice), [columns, choice]);
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, { item: Item }>();
    return helper.columns(
      columns.map((column) =>
        helper.display({
          id: column.id,
          header: column.header,
          meta: { numeric: column.numeric ?? false, sort: column.sort, className: column.className },
        }),
      ),
    );
  }, [columns]);
  // Called, not made into components: columns that come anew with the clock would else tear down every cell and its focus.
  const cellOf = new Map(columns.map(({ id, cell }) => [id, cell]));
  const data = useMemo(() => steady.rows.map((item) => ({ item })), [steady.rows]);
  const state = useMemo(
    () => ({
      columnOrder: arranged.map(({ id }) => id),
      columnVisibility: Object.fromEntries(arranged.map(({ id, shown }) => [id, shown])),
    }),
    [arranged],
  );
  const table = useTable({ features, columns: defs, data, state, getRowId: ({ item }) => keyOf(item) });
  const rows = table.getRowModel().rows;
  const keys = rows.map((row) => row.id);
  const keyboard = useRowKeys({
    count: rows.length,
    onOpen: onOpen && ((index) => rows[index] && onOpen(rows[index].original.item)),
    onToggle: bulk && ((index) => keys[index] && setSelection(toggleRow(selection, keys[index], keys))),
  });
  const span = state.columnOrder.filter((id) => state.columnVisibility[id]).length + (bulk ? 1 : 0);
  const inSight = keys.filter((key) => isSelected(selection, key)).length;

  return (
    <div className="grid min-w-0 gap-2">
      <TableToolbar
        list={list}
        columns={arranged}
        onColumns={setChoice}
        csv={csv}
        waiting={steady.waiting}
        onShowWaiting={steady.showNow}
      >
        {toolbar}
      </TableToolbar>
      {bulk && (
        <BulkBar list={list} selection={selection} onSelection={setSelection}>
          {bulk(selection, () => setSelection(nothingSelected))}
        </BulkBar>
      )}
      <TableFrame
        label={label}
        viewportRef={setBox}
        viewportClassName={props.className ?? 'max-h-[max(320px,calc(100dvh-var(--table-top,220px)))]'}
        className={classNames('transition-opacity', list.query.isPlaceholderData && 'opacity-60')}
      >
        <Table aria-rowcount={list.more === null ? rows.length + 1 : -1} aria-busy={list.query.isFetching}>
          <thead className="sticky top-0 z-20">
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {bulk && (
                  <th scope="col" className="sticky left-0 z-30 w-9 border-b border-line bg-sunken px-1.5">
                    <Checkbox
                      ariaLabel="Select all rows in sight"
                      checked={rows.length > 0 && inSight === rows.length}
                      indeterminate={inSight > 0 && inSight < rows.length}
                      onChange={() => setSelection(toggleInSight(selection, keys))}
                    />
                  </th>
                )}
                {group.headers.map((header, index) => (
                  <HeaderCell
                    key={header.id}
                    title={String(header.column.columnDef.header)}
                    numeric={header.column.columnDef.meta?.numeric ?? false}
                    sort={header.column.columnDef.meta?.sort}
                    current={list.sort}
                    onSort={list.setSort}
                    first={index === 0}
                    afterBox={bulk !== undefined}
                  />
                ))}
              </tr>
            ))}
          </thead>
          <tbody {...steady.holders} onKeyDown={keyboard.onKeyDown}>
            <TableStates list={list} label={label} span={span} empty={empty} noMatchHint={noMatchHint} />
            {rows.map((row, index) => {
              const selected = bulk !== undefined && isSelected(selection, row.id);
              return (
                <tr
                  key={row.id}
                  data-row={row.id}
                  data-selected={selected || undefined}
                  aria-current={openKey === row.id ? 'true' : undefined}
                  tabIndex={index === keyboard.active ? 0 : -1}
                  onFocus={() => keyboard.setActive(index)}
                  onClick={(event) => {
                    if (onOpen === undefined || isControl(event.target)) return;
                    if (window.getSelection()?.isCollapsed === false) return;
                    onOpen(row.original.item);
                  }}
                  className={classNames(
                    'group -outline-offset-2',
                    onOpen && 'cursor-pointer',
                    steady.gone.has(row.id) && 'opacity-50',
                  )}
                >
                  {bulk && (
                    <td className={classNames(cellLook, 'sticky left-0 z-10 w-9 bg-card px-1.5')}>
                      <Checkbox
                        ariaLabel={`Select row ${index + 1}`}
                        checked={selected}
                        onChange={() => setSelection(toggleRow(selection, row.id, keys))}
                      />
                    </td>
                  )}
                  {row.getVisibleCells().map((cell, place) => {
                    const Tag = place === 0 ? 'th' : 'td';
                    const meta = cell.column.columnDef.meta;
                    return (
                      <Tag
                        key={cell.id}
                        {...(place === 0 ? { scope: 'row' } : {})}
                        className={classNames(
                          cellLook,
                          'px-3 text-left font-normal whitespace-nowrap',
                          meta?.numeric && 'text-right tabular-nums',
                          place === 0 && 'sticky z-10 border-r bg-card',
                          place === 0 && (bulk ? 'left-9' : 'left-0'),
                          meta?.className,
                        )}
                      >
                        {cellOf.get(cell.column.id)?.(row.original.item)}
                      </Tag>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </Table>
        {(list.more || list.searchedTo) && (
          <div className="sticky left-0 flex w-fit items-center gap-3 p-2 text-sm text-muted">
            {list.more && (
              <Button look="bare" onClick={() => void list.more?.load()} disabled={list.more.loading}>
                {list.more.loading ? 'Loading…' : list.searchedTo ? 'Search further back' : 'Load more'}
              </Button>
            )}
            {list.searchedTo && <span>Searched back to {formatInstant(list.searchedTo)}</span>}
          </div>
        )}
      </TableFrame>
      <p role="status" className="sr-only">
        {list.query.isSuccess &&
          `${formatUnits(rows.length)} rows loaded${list.more ? ', more to load' : ''}`}
      </p>
    </div>
  );
}

const cellLook =
  'h-(--row) border-b border-line group-hover:bg-hover group-aria-current:bg-selected group-data-selected:bg-selected';

function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element && target.closest('a, button, input, label, select, [role=checkbox]') !== null
  );
}
