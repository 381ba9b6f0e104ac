import type { z } from 'zod';
import type { catalogSchema } from '@/lib/catalog/schema';
import { organisation } from '@/lib/shared/organisation';
import { brandDay, brandDayCatalog } from '../brand-day';
import { carries, type DemoChannel, type DemoChannelFacts, demoChannels, demoNodes, packOf } from './brand';
import { ean13 } from './ean-13';
import { demoProducts } from './products';
import { roll } from './roll';

type Catalog = z.input<typeof catalogSchema>;

/** How a sandbox shop is connected. */
export interface DemoConnection {
  baseUrl: string;
  secret: string;
  pollSeconds: number;
}
export type DemoConnections = Partial<Record<DemoChannel, DemoConnection>>;

export interface DemoSku {
  sku: string;
  name: string;
  category: string;
  price: number;
  unitCost: number;
  caseQuantity: number;
  barcode: string;
  /** How well it sells among the variants of its product. */
  weight: number;
}

const barcode_prefix = '8908888';

export const demoSkus: readonly DemoSku[] = demoProducts
  .flatMap((product) =>
    product.variants.map((variant) => ({
      sku: `${product.code}-${variant.code}`,
      name: `${product.name}, ${variant.name}`,
      category: product.category,
      price: product.price,
      unitCost: product.unitCost,
      caseQuantity: product.caseQuantity,
      weight: variant.weight,
    })),
  )
  .map((sku, index) => ({
    ...sku,
    barcode: ean13(`${barcode_prefix}${String(index + 101).padStart(5, '0')}`),
  }));

/** A SKU as a channel offers it. */
export interface DemoListing {
  sku: DemoSku;
  externalId: string;
  pack: number;
}

/** What a channel offers, in the catalogue's order. */
export function demoListings(channel: DemoChannelFacts): DemoListing[] {
  return demoSkus.flatMap((sku, index) => {
    if (!carries(channel, sku.category)) return [];
    const { listingPrefix } = channel;
    const externalId =
      listingPrefix === undefined
        ? sku.sku
        : `${listingPrefix}${String(40_211 + index * 37).padStart(6, '0')}`;
    return [{ sku, externalId, pack: packOf(channel, sku.category) }];
  });
}

/** The whole catalogue of the brand, the SKU of the brand's day among it, which the sandbox shops do not sell. */
export function demoCatalog(connections: DemoConnections = {}): Catalog {
  const story = brandDayCatalog();
  const storyName = new Map(story.skus?.map((sku) => [sku.sku, sku]));
  return {
    skus: [
      ...storyName.values(),
      ...demoSkus.map(({ barcode, weight: _, ...sku }) => ({ ...sku, currency: 'INR', barcodes: [barcode] })),
    ],
    nodes: demoNodes.map((node) => ({ ...node, timeZone: organisation.timeZone })),
    channels: demoChannels.map((channel) => channelEntry(channel, connections)),
    listings: [...(story.listings ?? []), ...demoChannels.flatMap(listingEntries)],
    safetyStock: [
      { sku: brandDay.sku, units: 0 },
      { node: 'bengaluru', serviceLevel: 0.95 },
      { node: 'hoskote', serviceLevel: 0.9 },
      ...(['indiranagar', 'koramangala', 'hsr-layout'] as const).map((node) => ({ node, days: 1.5 })),
      { node: 'jayanagar', units: 1 },
      { category: 'Snacks', node: 'bengaluru', serviceLevel: 0.98 },
      { category: 'Skin care', node: 'bengaluru', days: 6 },
      { sku: 'KURTA-AJRAKH-M', node: 'bengaluru', units: 12 },
    ],
    replenishment: [
      { node: 'bengaluru', days: 9, deviationDays: 2 },
      { node: 'hoskote', days: 2, deviationDays: 0.5 },
      ...(['indiranagar', 'koramangala', 'hsr-layout'] as const).map((node) => ({
        node,
        days: 1,
        deviationDays: 0.3,
      })),
      { node: 'jayanagar', days: 2, deviationDays: 1 },
    ],
  };
}

function channelEntry(channel: DemoChannelFacts, connections: DemoConnections) {
  const { channel: code, name, kind, feePercent, priority } = channel;
  const connection = connections[code];
  const locations = channel.listsPerNode
    ? { locations: Object.fromEntries(channel.sources.map((node) => [node, [node]])) }
    : {};
  return {
    channel: code,
    name,
    kind,
    feePercent,
    priority,
    sources: [...channel.sources],
    connector: connection === undefined ? 'none' : 'open',
    config: { ...locations, ...connection },
  };
}

function listingEntries(channel: DemoChannelFacts) {
  return demoListings(channel).flatMap(({ sku, externalId, pack }) => {
    const listing = {
      channel: channel.channel,
      sku: sku.sku,
      externalId,
      unitsPerListing: pack,
      price: priceOf(sku, channel) * pack,
    };
    if (!channel.listsPerNode) return [listing];
    return channel.sources.map((location) => ({ ...listing, location }));
  });
}

/** Marketplaces are a little dearer, as their fees are. */
function priceOf(sku: DemoSku, channel: DemoChannelFacts): number {
  if (channel.kind !== 'marketplace') return sku.price;
  return sku.price + Math.round(sku.price * 0.04 + roll('price', channel.channel, sku.sku) * 10);
}
