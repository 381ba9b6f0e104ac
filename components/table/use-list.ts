'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import {
  createSerializer,
  type ParserMap,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
  type Values,
} from 'nuqs';
import { useMemo, useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { Page } from '@/lib/shared/page-cursor';
import type { Direction } from './column';

export const page_sizes = [50, 100, 200] as const;
/** More rows than this are not kept in one page: the next ones begin a page of their own. */
export const rows_in_sight_max = 1000;

const directions = ['ascending', 'descending'] as const;

/** An answer of a list handler; `searchedTo` where it stopped looking before a page was full. */
export interface ListPage<Item> extends Page<Item> {
  searchedTo?: string;
}

interface Options<Filters extends ParserMap> {
  /** Names the list in keys, preferences and saved views: "ledger". */
  name: string;
  /** The GET handler: "/api/ui/ledger". */
  path: string;
  /** nuqs parsers of its filters, at module scope. Their names are the query parameters of the handler. */
  filters: Filters;
  sort: { sort: string; direction: Direction };
  /** Parameters that the page itself decides, outside the URL's filters: they win over a filter of the same name. */
  fixed?: Readonly<Record<string, string>>;
  /** Asks again so often by itself, for what the event stream does not tell of. */
  refreshMs?: number;
  /** False: not asked again with every event. Default: true. */
  live?: boolean;
}

/**
 * A list of the server: filters, order and place in the URL, pages by keyset, refreshed by the event stream. What it
 * returns goes into `DataTable`.
 */
export function useList<Item, Filters extends ParserMap>(options: Options<Filters>) {
  const { name, path, filters } = options;
  const fixed = JSON.stringify(options.fixed ?? {});
  const place = useMemo(
    () => ({
      sort: parseAsString.withDefault(options.sort.sort),
      direction: parseAsStringLiteral(directions).withDefault(options.sort.direction),
      size: parseAsInteger.withDefault(page_sizes[0]),
      rows: parseAsInteger,
      after: parseAsString,
    }),
    [options.sort.sort, options.sort.direction],
  );
  const serialize = useMemo(() => createSerializer(filters), [filters]);
  const [values, setValues] = useQueryStates(filters);
  const [at, setAt] = useQueryStates(place);
  const size = Math.min(Math.max(at.size, 1), page_sizes[2]);
  const question = useMemo(() => {
    const parameters = new URLSearchParams(serialize(values as never));
    for (const [parameter, value] of Object.entries(JSON.parse(fixed) as Record<string, string>))
      parameters.set(parameter, value);
    parameters.set('sort', at.sort);
    parameters.set('direction', at.direction);
    return parameters.toString();
  }, [serialize, values, fixed, at.sort, at.direction]);
  // How far down the page was when it was left; decides the first read only.
  const [rowsAtFirst] = useState(() => Math.min(Math.max(at.rows ?? 0, size), rows_in_sight_max));

  const query = useInfiniteQuery({
    queryKey: [
      ...(options.live === false ? queryKeys.reportRows : queryKeys.lists),
      name,
      question,
      at.after,
    ],
    queryFn: ({ pageParam, signal }) => {
      const parameters = new URLSearchParams(question);
      parameters.set('limit', String(pageParam.limit));
      if (pageParam.cursor !== null) parameters.set('cursor', pageParam.cursor);
      return readJson<ListPage<Item>>(`${path}?${parameters}`, signal);
    },
    initialPageParam: { cursor: at.after, limit: rowsAtFirst },
    getNextPageParam: (page) => (page.next === undefined ? undefined : { cursor: page.next, limit: size }),
    placeholderData: keepPreviousData,
    refetchInterval: options.refreshMs ?? false,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const last = query.data?.pages.at(-1);

  const top = { rows: null, after: null };
  return {
    name,
    path,
    /** The filters as they stand, defaults filled in. */
    values: values as Values<Filters>,
    /** Filters, replaced in the URL; the list begins at its top again. */
    setValues(next: Partial<{ [Name in keyof Filters]: Values<Filters>[Name] | null }>) {
      void setAt(top);
      return setValues(next as never);
    },
    clear() {
      void setAt(top);
      return setValues(null);
    },
    sort: { sort: at.sort, direction: at.direction },
    setSort(next: { sort: string; direction: Direction }) {
      return setAt({ ...next, ...top });
    },
    size,
    setSize(next: number) {
      return setAt({ size: next, ...top });
    },
    /** The query string as the handler reads it, without place: for CSV, counts and "all matching". */
    question,
    /** True where any filter is set. */
    filtered: serialize(values as never) !== '',
    items,
    query,
    searchedTo: last?.searchedTo,
    more: query.hasNextPage
      ? {
          loading: query.isFetchingNextPage,
          load() {
            if (items.length >= rows_in_sight_max && last?.next !== undefined)
              return setAt({ after: last.next, rows: null }, { history: 'push' });
            void query.fetchNextPage();
            return setAt({ rows: Math.min(items.length + size, rows_in_sight_max) });
          },
        }
      : null,
    /** Set where the list begins further down; goes back to its top. */
    toTop: at.after === null ? null : () => setAt(top),
  };
}

/** What `useList` gives, whatever its filters are. */
export type List<Item> = Omit<ReturnType<typeof useList<Item, ParserMap>>, 'values' | 'setValues'>;
