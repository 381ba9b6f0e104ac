import { alertFilters } from '@/lib/alerts/alert-filters';
import type { AlertItem } from '@/lib/alerts/alert-item';
import { listAlerts, matchingAlerts } from '@/lib/alerts/server/list-alerts';
import { screenList } from '../screen-list';

/** Alerts: the worst first, then the newest. */
export const GET = screenList({
  permission: 'read_operations',
  filters: alertFilters,
  sorts: ['severity'],
  list: (pool, { sort: _, direction: __, ...query }) => listAlerts(pool, query),
  count: async (pool, query, max) => (await matchingAlerts(pool, query, max + 1)).length,
  csv: {
    name: 'alerts',
    columns: [
      { header: 'id', value: (item: AlertItem) => item.id },
      { header: 'rule', value: (item) => item.rule },
      { header: 'status', value: (item) => item.status },
      { header: 'severity', value: (item) => item.severity },
      { header: 'cause', value: (item) => item.cause },
      { header: 'sku', value: (item) => item.sku ?? '' },
      { header: 'node', value: (item) => item.node ?? '' },
      { header: 'channel', value: (item) => item.channel ?? '' },
      { header: 'value', value: (item) => item.value },
      { header: 'threshold', value: (item) => item.threshold },
      { header: 'worst', value: (item) => item.worst },
      { header: 'units_at_risk', value: (item) => item.unitsAtRisk },
      { header: 'count', value: (item) => item.count },
      { header: 'since', value: (item) => item.since },
      { header: 'owner', value: (item) => item.ownerName ?? '' },
      { header: 'resolved_at', value: (item) => item.resolvedAt ?? '' },
    ],
  },
});
