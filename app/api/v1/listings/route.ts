import { getListingsContract } from '@/lib/api/contracts/listings';
import { methods, route } from '@/lib/api/handler';
import { listListings } from '@/lib/channels/server/list-listings';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getListingsContract, async ({ pool, query }) => ({
    status: 200,
    body: await listListings(pool, query),
  })),
});
