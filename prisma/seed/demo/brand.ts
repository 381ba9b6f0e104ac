/** Where the demo brand's stock lies, who sells it, and in which order of its nodes. */
export const demoNodes = [
  { node: 'bengaluru', name: 'Warehouse Bengaluru', kind: 'warehouse' },
  { node: 'hoskote', name: 'Fulfilment centre Hoskote', kind: 'fulfilment_centre' },
  { node: 'indiranagar', name: 'Dark store Indiranagar', kind: 'dark_store' },
  { node: 'koramangala', name: 'Dark store Koramangala', kind: 'dark_store' },
  { node: 'hsr-layout', name: 'Dark store HSR Layout', kind: 'dark_store' },
  { node: 'jayanagar', name: 'Store Jayanagar', kind: 'store' },
] as const;

export type DemoNode = (typeof demoNodes)[number]['node'];
export type DemoChannel =
  | 'webshop'
  | 'marketplace'
  | 'haat'
  | 'quick'
  | 'turant'
  | 'fatafat'
  | 'jayanagar-till';

export interface DemoChannelFacts {
  channel: DemoChannel;
  name: string;
  kind: 'webshop' | 'marketplace' | 'quick_commerce' | 'retail';
  feePercent: number;
  priority: number;
  sources: readonly DemoNode[];
  /** A listing of its own per source, as platforms have it that deliver from the next dark store. */
  listsPerNode: boolean;
  /** How orders and listings are numbered there; without a listing prefix the channel knows our SKUs. */
  orderPrefix: string;
  listingPrefix?: string;
  /** Its part of all orders. */
  weight: number;
  /** From an order to its parcel's leaving, in minutes. */
  shipMinutes: readonly [number, number];
}

const dark = ['indiranagar', 'koramangala', 'hsr-layout'] as const;
const quick = { kind: 'quick_commerce', priority: 1, listsPerNode: true, shipMinutes: [6, 35] } as const;

export const demoChannels: readonly DemoChannelFacts[] = [
  {
    channel: 'webshop',
    name: 'Webshop',
    kind: 'webshop',
    feePercent: 2,
    priority: 1,
    sources: ['bengaluru'],
    listsPerNode: false,
    orderPrefix: 'WEB',
    weight: 28,
    shipMinutes: [180, 1_560],
  },
  {
    channel: 'marketplace',
    name: 'Marketplace Bazaar',
    kind: 'marketplace',
    feePercent: 18,
    priority: 1,
    sources: ['bengaluru'],
    listsPerNode: false,
    orderPrefix: 'BZ',
    listingPrefix: 'BZL',
    weight: 22,
    shipMinutes: [120, 1_300],
  },
  {
    channel: 'haat',
    name: 'Marketplace Haat',
    kind: 'marketplace',
    feePercent: 21,
    priority: 0.8,
    sources: ['hoskote', 'bengaluru'],
    listsPerNode: false,
    orderPrefix: 'HT',
    listingPrefix: 'HT',
    weight: 14,
    shipMinutes: [60, 700],
  },
  {
    channel: 'quick',
    name: 'Quick commerce Jhatpat',
    feePercent: 22,
    sources: dark,
    orderPrefix: 'JP',
    weight: 14,
    ...quick,
  },
  {
    channel: 'turant',
    name: 'Quick commerce Turant',
    feePercent: 24,
    sources: ['indiranagar', 'koramangala'],
    orderPrefix: 'TR',
    weight: 8,
    ...quick,
  },
  {
    channel: 'fatafat',
    name: 'Quick commerce Fatafat',
    feePercent: 25,
    sources: ['koramangala', 'hsr-layout'],
    orderPrefix: 'FF',
    weight: 6,
    ...quick,
  },
  {
    channel: 'jayanagar-till',
    name: 'Store tills Jayanagar',
    kind: 'retail',
    feePercent: 0,
    priority: 1,
    sources: ['jayanagar'],
    listsPerNode: false,
    orderPrefix: 'JN',
    weight: 8,
    shipMinutes: [0, 0],
  },
];

const everyday = ['Skin care', 'Hair care', 'Snacks', 'Tea and coffee', 'Wellness'];
const carriedInStores = [
  'Kurtas',
  'Dresses',
  'Tops',
  'Accessories',
  'Fragrance',
  'Kitchen',
  'Home',
  'Skin care',
];

/** Whether a channel of this kind carries a category: nobody has a bedsheet brought in ten minutes. */
export function carries(channel: DemoChannelFacts, category: string): boolean {
  if (channel.kind === 'quick_commerce')
    return everyday.includes(category) || (category === 'Fragrance' && channel.channel === 'quick');
  if (channel.kind === 'retail') return carriedInStores.includes(category);
  return true;
}

/** Haat sells snacks by three. */
export function packOf(channel: DemoChannelFacts, category: string): number {
  return channel.channel === 'haat' && category === 'Snacks' ? 3 : 1;
}
