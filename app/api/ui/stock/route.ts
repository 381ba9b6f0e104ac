import type { Pool } from 'pg';
import { z } from 'zod';
import { listStock, type StockItem } from '@/lib/channels/server/list-stock';
import { riskFilters, skusAtRisk } from '@/lib/runtime/overview';
import { instantSchema } from '@/lib/shared/clock';
import { type ListQuestion, screenList } from '../screen-list';

const filters = {
  search: z.string().max(200).optional(),
  category: z.string().max(200).optional(),
  risk: z.enum(riskFilters).optional(),
  asOf: instantSchema.optional(),
};
type Filters = z.output<z.ZodObject<typeof filters>>;

async function list(pool: Pool, { risk, sort, ...question }: Filters & ListQuestion) {
  const skus = risk === undefined ? undefined : await skusAtRisk(risk);
  return listStock(pool, { ...question, skus, sort: sort === 'name' ? 'name' : 'sku' });
}

/** SKUs with their positions and listings. */
export const GET = screenList({
  permission: 'read_stock',
  filters,
  sorts: ['sku', 'name'],
  list,
  csv: {
    name: 'stock',
    columns: [
      { header: 'sku', value: (item: StockItem) => item.sku },
      { header: 'name', value: (item) => item.name },
      { header: 'category', value: (item) => item.category },
      { header: 'available_to_sell', value: (item) => item.total.availableToSell },
      { header: 'on_hand', value: (item) => item.total.onHand },
      { header: 'committed', value: (item) => item.total.committed },
      { header: 'safety_stock', value: (item) => item.total.safetyStock },
      { header: 'incoming', value: (item) => item.total.incoming },
      { header: 'days_of_cover', value: (item) => item.total.coverDays?.toFixed(1) },
      { header: 'risk', value: (item) => item.risk },
    ],
  },
});
