import { z } from 'zod';
import type { DeliveryItem } from '@/lib/alerts/delivery';
import { deliveryStates } from '@/lib/alerts/delivery-states';
import { listDeliveries } from '@/lib/alerts/server/list-deliveries';
import { screenList } from '../screen-list';

/** What was told of alerts and what waits to be. */
export const GET = screenList({
  permission: 'write_settings',
  filters: { destination: z.string().max(100).optional(), state: z.enum(deliveryStates).optional() },
  sorts: ['created'],
  direction: 'descending',
  list: (pool, { sort: _, direction: __, ...query }) => listDeliveries(pool, query),
  csv: {
    name: 'alert-deliveries',
    columns: [
      { header: 'id', value: (item: DeliveryItem) => item.id },
      { header: 'destination', value: (item) => item.name },
      { header: 'kind', value: (item) => item.kind },
      { header: 'rule', value: (item) => item.rule },
      { header: 'severity', value: (item) => item.severity },
      { header: 'alerts', value: (item) => item.alerts },
      { header: 'state', value: (item) => item.state },
      { header: 'created_at', value: (item) => item.createdAt },
      { header: 'delivered_at', value: (item) => item.deliveredAt },
      { header: 'attempts', value: (item) => item.attempts },
      { header: 'last_error', value: (item) => item.lastError },
    ],
  },
});
