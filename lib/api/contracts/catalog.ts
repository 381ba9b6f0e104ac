import { catalogResultSchema, catalogSchema } from '@/lib/catalog/schema';
import { contract } from '../contract';

export const catalog_body_bytes_max = 32 * 1024 * 1024;

export const putCatalogContract = contract({
  method: 'PUT',
  path: '/catalog',
  operation: 'putCatalog',
  tag: 'Catalogue',
  summary: 'Put SKUs, nodes, channels, listings and policies',
  description:
    'An idempotent upsert, all or nothing: every list is optional, what is not named stays, null clears. Connectors and their configuration need the role admin; channels, listings, safety stock and replenishment the role manager.',
  permission: ['write_skus_and_nodes', 'write_channels', 'write_policies'],
  body: catalogSchema,
  body_bytes_max: catalog_body_bytes_max,
  answers: {
    200: { description: 'What was created, updated and left as it was.', schema: catalogResultSchema },
    422: {
      description: 'Names something that is not there, or is in conflict: mode_conflict, unknown_node, …',
    },
  },
});
