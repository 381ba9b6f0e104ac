'use client';

import { ScrollText } from 'lucide-react';
import { parseAsString } from 'nuqs';
import { ChoiceFilter } from '@/components/table/choice-filter';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { EmptyState } from '@/components/ui/empty-state';
import type { AuditItem } from '@/lib/access/user';
import { formatStamp } from '@/lib/shared/format';

const text = parseAsString.withDefault('');
const filters = { search: text, action: text };
const kinds = [
  { value: 'user', label: 'Users' },
  { value: 'invite', label: 'Invitations' },
  { value: 'session', label: 'Sessions' },
  { value: 'api_key', label: 'API keys' },
  { value: 'channel', label: 'Channels' },
  { value: 'listing', label: 'Listings' },
  { value: 'order_line', label: 'Order lines' },
  { value: 'catalog', label: 'Catalogue' },
  { value: 'setting', label: 'Settings' },
] as const;

/** `api_key.created` reads "api key created". */
const actionWords = (action: string) => action.replaceAll(/[._]/g, ' ');

const columns: Column<AuditItem>[] = [
  { id: 'at', header: 'When', className: 'tabular-nums', cell: ({ at }) => formatStamp(at) },
  { id: 'by', header: 'Who', className: 'font-medium', cell: ({ by }) => by },
  { id: 'action', header: 'What', cell: ({ action }) => actionWords(action) },
  { id: 'subject', header: 'To what', className: 'max-w-72 truncate', cell: ({ subject }) => subject },
  {
    id: 'details',
    header: 'Details',
    className: 'max-w-96 truncate text-muted',
    cell: ({ details }) => detailWords(details),
  },
];
const keyOf = (item: AuditItem) => String(item.entry);

function detailWords(details: Record<string, unknown>): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined && String(value) !== '')
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

/** What was changed outside the ledger: it only appends, like the ledger. */
export function AuditTab() {
  const list = useList<AuditItem, typeof filters>({
    name: 'audit',
    path: '/api/ui/audit',
    filters,
    sort: { sort: 'at', direction: 'descending' },
  });
  const { values, setValues } = list;
  return (
    <DataTable
      list={list}
      label="Audit log"
      columns={columns}
      keyOf={keyOf}
      csv
      toolbar={
        <>
          <SearchField
            label="Person or subject"
            className="sm:max-w-64"
            value={values.search}
            onChange={(search) => void setValues({ search: search.trim() || null })}
          />
          <ChoiceFilter
            label="Kind"
            none="Everything"
            value={values.action}
            choices={kinds}
            onChange={(action) => void setValues({ action })}
          />
        </>
      }
      empty={
        <EmptyState icon={ScrollText} title="Nothing was changed yet">
          <p>Every change of users, keys, channels and settings will stand here, with who made it.</p>
        </EmptyState>
      }
    />
  );
}
