'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { HeadCell, Table, TableFrame } from '@/components/ui/table';
import { ChannelCells, NodeCells } from './stock-cells';
import type { StockFilters, StockView } from './stock-filters';
import type { Dimensions, StockItem } from './stock-types';

type Sort = Pick<StockFilters, 'sort' | 'direction'>;

interface Props {
  items: readonly StockItem[];
  dimensions: Dimensions;
  view: StockView;
  selected: string | null;
  onSelect: (sku: string) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
  more: { load: () => void; loading: boolean } | null;
  /** These rows still answer the filters before. */
  stale: boolean;
}

const nodeTerms = ['To sell', 'On hand', 'Committed'];
const channelTerms = ['Target', 'Published', 'Acknowl.'];
const sticky =
  'sticky left-0 z-10 w-64 min-w-64 max-w-64 border-r max-sm:w-36 max-sm:min-w-36 max-sm:max-w-36';

/** SKU × node, or SKU × channel. Live changes alter numbers in place and never the order of rows. */
export function StockTable({
  items,
  dimensions,
  view,
  selected,
  onSelect,
  sort,
  onSort,
  more,
  stale,
}: Props) {
  const groups =
    view === 'nodes'
      ? dimensions.nodes.map(({ node, name }) => ({ key: node, name }))
      : dimensions.channels.map(({ channel, name }) => ({ key: channel, name }));
  const terms = view === 'nodes' ? nodeTerms : channelTerms;
  return (
    <TableFrame
      label={view === 'nodes' ? 'Stock per SKU and node' : 'Listings per SKU and channel'}
      viewportClassName="max-h-[max(260px,44vh)]"
      className={classNames('transition-opacity', stale && 'opacity-60')}
    >
      <Table>
        <thead className="sticky top-0 z-20">
          <tr>
            <HeadCell
              rowSpan={2}
              aria-sort={sort.direction}
              className={classNames(sticky, 'z-30 h-15 align-bottom')}
            >
              <SortButtons sort={sort} onSort={onSort} />
            </HeadCell>
            <GroupHead name="All nodes" strong />
            {groups.map((group) => (
              <GroupHead key={group.key} name={group.name} />
            ))}
          </tr>
          <tr>
            {['', ...groups.map((group) => group.key)].map((key) =>
              (key === '' ? nodeTerms : terms).map((term, index) => (
                <HeadCell
                  key={`${key} ${term}`}
                  className={classNames(
                    'h-7 px-1.5 text-right font-normal',
                    index === 0 && 'border-l pl-3',
                    index === 2 && 'pr-3',
                  )}
                >
                  {term}
                </HeadCell>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr
              key={item.sku}
              aria-current={item.sku === selected ? 'true' : undefined}
              onClick={() => onSelect(item.sku)}
              className="group cursor-pointer"
            >
              <th
                scope="row"
                className={classNames(
                  sticky,
                  'h-9 border-b border-line bg-card p-0 text-left font-normal group-hover:bg-hover group-aria-current:bg-selected max-sm:h-11',
                )}
              >
                <button
                  type="button"
                  aria-pressed={item.sku === selected}
                  onClick={(event) => {
                    event.stopPropagation();
                    onSelect(item.sku);
                  }}
                  className="flex h-full min-h-9 w-full min-w-0 items-center gap-2 px-3 text-left focus-visible:-outline-offset-2 max-sm:min-h-11"
                >
                  <span className="min-w-0 truncate font-mono text-xs font-medium sm:shrink-0">
                    {item.sku}
                  </span>
                  <span className="truncate text-muted max-sm:hidden" title={item.name}>
                    {item.name}
                  </span>
                </button>
              </th>
              <NodeCells cell={item.total} strong />
              {groups.map((group) =>
                view === 'nodes' ? (
                  <NodeCells key={group.key} cell={item.nodes[group.key]} />
                ) : (
                  <ChannelCells key={group.key} cell={item.channels[group.key]} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      {more && (
        <div className="sticky left-0 flex w-fit p-2">
          <Button look="bare" onClick={more.load} disabled={more.loading}>
            {more.loading ? 'Loading…' : 'Load more SKUs'}
          </Button>
        </div>
      )}
    </TableFrame>
  );
}

function GroupHead({ name, strong = false }: { name: string; strong?: boolean }) {
  return (
    <HeadCell
      scope="colgroup"
      colSpan={3}
      className={classNames('border-b-0 border-l text-text', strong && 'font-semibold')}
    >
      {name}
    </HeadCell>
  );
}

function SortButtons({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const next = (by: Sort['sort']) =>
    onSort({
      sort: by,
      direction: sort.sort === by && sort.direction === 'ascending' ? 'descending' : 'ascending',
    });
  return (
    <span className="flex items-center gap-1 pb-1">
      {(['sku', 'name'] as const).map((by) => {
        const Icon = sort.sort !== by ? ChevronsUpDown : sort.direction === 'ascending' ? ArrowUp : ArrowDown;
        return (
          <button
            key={by}
            type="button"
            onClick={() => next(by)}
            className={classNames(
              'inline-flex h-6 items-center gap-1 rounded-sm px-1 -ml-1 mr-2 hover:text-text',
              sort.sort === by && 'text-text',
              by === 'name' && 'max-sm:hidden',
            )}
          >
            {by === 'sku' ? 'SKU' : 'Name'}
            <Icon aria-hidden className="size-3" />
            <span className="sr-only">
              {sort.sort === by ? `, sorted ${sort.direction}; reverse` : ', sort by this'}
            </span>
          </button>
        );
      })}
    </span>
  );
}
