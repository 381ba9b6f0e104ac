import type { ImportKind } from './settings';

export type FieldType = 'text' | 'money' | 'units' | 'number' | 'percent' | 'codes' | 'instant';

export interface ImportField {
  name: string;
  label: string;
  type: FieldType;
  required?: true;
  /** What its column may be called, in small letters and digits alone. */
  known: readonly string[];
}

const sku: ImportField = {
  name: 'sku',
  label: 'SKU',
  type: 'text',
  known: [
    'sku',
    'skucode',
    'skuid',
    'itemcode',
    'productcode',
    'article',
    'articlenumber',
    'sellersku',
    'artikel',
    'artikelnummer',
  ],
};
const node: ImportField = {
  name: 'node',
  label: 'Stock node',
  type: 'text',
  known: ['node', 'stocknode', 'warehouse', 'warehousecode', 'locationcode', 'store'],
};
const price: ImportField = {
  name: 'price',
  label: 'Price',
  type: 'money',
  known: ['price', 'sellingprice', 'mrp', 'saleprice', 'unitprice', 'prix', 'preis'],
};

const units: ImportField = {
  name: 'units',
  label: 'Units',
  type: 'units',
  required: true,
  known: [
    'units',
    'quantity',
    'qty',
    'stock',
    'onhand',
    'openingstock',
    'openingqty',
    'closingstock',
    'menge',
  ],
};
const requiredSku: ImportField = { ...sku, required: true };
const requiredNode: ImportField = { ...node, required: true };
const instant = (name: string, label: string, known: readonly string[]): ImportField => ({
  name,
  label,
  type: 'instant',
  known,
});

/** What a file of each kind can hold. Names are those of the API. */
export const importFields: Record<ImportKind, readonly ImportField[]> = {
  opening_stock: [requiredSku, requiredNode, units],
  counts: [
    requiredSku,
    requiredNode,
    { ...units, name: 'counted', label: 'Counted', known: ['counted', 'count', ...units.known] },
    instant('countedAt', 'Counted at', ['countedat', 'counttime', 'countdate', 'date']),
  ],
  snapshots: [
    requiredSku,
    requiredNode,
    { ...units, name: 'onHand', label: 'On hand', known: ['onhand', ...units.known] },
    instant('takenAt', 'Taken at', ['takenat', 'asof', 'snapshotat', 'reportedat', 'date']),
  ],
  transfers: [
    {
      name: 'transfer',
      label: 'Transfer',
      type: 'text',
      required: true,
      known: ['transfer', 'transferid', 'transferno', 'transfernumber', 'sto'],
    },
    {
      name: 'from',
      label: 'From',
      type: 'text',
      required: true,
      known: ['from', 'fromnode', 'origin', 'source'],
    },
    { name: 'to', label: 'To', type: 'text', required: true, known: ['to', 'tonode', 'destination'] },
    requiredSku,
    units,
    instant('expectedAt', 'Expected at', ['expectedat', 'eta', 'expected', 'expecteddate']),
  ],
  purchase_orders: [
    {
      name: 'purchaseOrder',
      label: 'Purchase order',
      type: 'text',
      required: true,
      known: ['purchaseorder', 'po', 'ponumber', 'pono', 'ordernumber'],
    },
    {
      name: 'supplier',
      label: 'Supplier',
      type: 'text',
      required: true,
      known: ['supplier', 'vendor', 'suppliername', 'vendorname', 'lieferant'],
    },
    requiredNode,
    requiredSku,
    units,
    instant('expectedAt', 'Expected at', ['expectedat', 'eta', 'expected', 'expecteddate', 'deliverydate']),
  ],
  promotions: [
    {
      name: 'promotion',
      label: 'Promotion',
      type: 'text',
      required: true,
      known: ['promotion', 'promotionid', 'campaign', 'promo'],
    },
    { name: 'name', label: 'Name', type: 'text', known: ['name', 'title', 'promotionname'] },
    {
      name: 'channel',
      label: 'Channel',
      type: 'text',
      required: true,
      known: ['channel', 'channelcode', 'marketplace', 'saleschannel'],
    },
    { ...instant('startsAt', 'Starts at', ['startsat', 'start', 'from', 'startdate']), required: true },
    { ...instant('endsAt', 'Ends at', ['endsat', 'end', 'to', 'enddate']), required: true },
    requiredSku,
    { name: 'uplift', label: 'Uplift', type: 'number', known: ['uplift', 'factor'] },
    { name: 'holdBack', label: 'Hold-back', type: 'units', known: ['holdback', 'reserve'] },
  ],
  skus: [
    { ...sku, required: true },
    {
      name: 'name',
      label: 'Name',
      type: 'text',
      required: true,
      known: ['name', 'title', 'productname', 'itemname', 'description', 'producttitle', 'bezeichnung'],
    },
    {
      name: 'category',
      label: 'Category',
      type: 'text',
      known: ['category', 'producttype', 'department', 'kategorie'],
    },
    {
      name: 'unitCost',
      label: 'Unit cost',
      type: 'money',
      known: ['unitcost', 'cost', 'costprice', 'purchaseprice'],
    },
    price,
    { name: 'currency', label: 'Currency', type: 'text', known: ['currency', 'currencycode', 'waehrung'] },
    {
      name: 'barcodes',
      label: 'Barcodes',
      type: 'codes',
      known: ['barcodes', 'barcode', 'ean', 'upc', 'gtin', 'ean13'],
    },
    {
      name: 'caseQuantity',
      label: 'Case quantity',
      type: 'units',
      known: ['casequantity', 'caseqty', 'casesize', 'packsize', 'unitspercase'],
    },
  ],
  listings: [
    { ...sku, required: true },
    {
      name: 'channel',
      label: 'Channel',
      type: 'text',
      required: true,
      known: ['channel', 'channelcode', 'marketplace', 'saleschannel'],
    },
    { name: 'location', label: 'Location', type: 'text', known: ['location', 'channellocation'] },
    {
      name: 'externalId',
      label: 'Listing id on the channel',
      type: 'text',
      known: ['externalid', 'listingid', 'listing', 'asin', 'fsn', 'styleid', 'channelsku'],
    },
    {
      name: 'unitsPerListing',
      label: 'Units per listing',
      type: 'units',
      known: ['unitsperlisting', 'packunits', 'packof'],
    },
    price,
    {
      name: 'threshold',
      label: 'Threshold',
      type: 'units',
      known: ['threshold', 'lowstockthreshold', 'alertat'],
    },
    { name: 'floor', label: 'Floor', type: 'units', known: ['floor', 'minimum', 'min'] },
    { name: 'cap', label: 'Cap', type: 'units', known: ['cap', 'maximum', 'max'] },
    { name: 'buffer', label: 'Buffer', type: 'units', known: ['buffer', 'bufferstock'] },
  ],
  safety_stock: [
    sku,
    node,
    { name: 'category', label: 'Category', type: 'text', known: ['category', 'producttype', 'department'] },
    {
      name: 'units',
      label: 'Units',
      type: 'units',
      known: ['units', 'safetystock', 'quantity', 'qty', 'safetyunits'],
    },
    { name: 'days', label: 'Days of cover', type: 'number', known: ['days', 'daysofcover', 'coverdays'] },
    {
      name: 'serviceLevel',
      label: 'Service level',
      type: 'percent',
      known: ['servicelevel', 'service'],
    },
  ],
};

/** Field → index of its column. */
export type Mapping = Readonly<Record<string, number>>;

/** The columns whose headers say what they are; each is taken once, in the order of the fields. */
export function suggestMapping(kind: ImportKind, columns: readonly string[]): Record<string, number> {
  const plain = columns.map(plainName);
  const taken = new Set<number>();
  const mapping: Record<string, number> = {};
  for (const field of importFields[kind]) {
    const index = [plainName(field.name), ...field.known]
      .map((known) => plain.findIndex((name, at) => name === known && !taken.has(at)))
      .find((at) => at >= 0);
    if (index === undefined) continue;
    mapping[field.name] = index;
    taken.add(index);
  }
  return mapping;
}

/** Why a mapping cannot be used: a field that is needed has no column, or a column stands for two. */
export function mappingProblem(kind: ImportKind, mapping: Mapping, columns: number): string | null {
  const fields = importFields[kind];
  const used = new Map<number, string>();
  for (const [name, index] of Object.entries(mapping)) {
    const field = fields.find((known) => known.name === name);
    if (field === undefined) return `There is no field ${name}.`;
    if (!Number.isInteger(index) || index < 0 || index >= columns)
      return `${field.label} is given no column of the file.`;
    const other = used.get(index);
    if (other !== undefined) return `One column cannot be both ${other} and ${field.label}.`;
    used.set(index, field.label);
  }
  const missing = fields.filter((field) => field.required === true && !(field.name in mapping));
  if (missing.length > 0)
    return `Choose the column for ${missing.map((field) => field.label).join(' and ')}.`;
  const amounts = ['units', 'days', 'serviceLevel'];
  if (kind === 'safety_stock' && !amounts.some((name) => name in mapping))
    return 'Choose the column for Units, Days of cover or Service level.';
  return null;
}

function plainName(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
