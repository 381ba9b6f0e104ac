import { z } from 'zod';
import { listAudit } from '@/lib/access/server/list-audit';
import type { AuditItem } from '@/lib/access/user';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

/** What was changed outside the ledger, newest first. */
export const GET = screenList({
  permission: 'read_audit',
  filters: { action: word, search: word },
  sorts: ['at'],
  direction: 'descending',
  list: (pool, { sort: _, direction: __, ...query }) => listAudit(pool, query),
  csv: {
    name: 'audit',
    columns: [
      { header: 'entry', value: (item: AuditItem) => item.entry },
      { header: 'at', value: (item) => item.at },
      { header: 'by', value: (item) => item.by },
      { header: 'actor', value: (item) => item.actor },
      { header: 'action', value: (item) => item.action },
      { header: 'subject', value: (item) => item.subject },
      { header: 'details', value: (item) => JSON.stringify(item.details) },
    ],
  },
});
