import { formatUnits } from '@/lib/shared/format';
import { organisation } from '@/lib/shared/organisation';

const labels: Record<string, string> = {
  sku: 'SKU',
  unitCost: 'Unit cost',
  timeZone: 'Time zone',
  feePercent: 'Fee',
  externalId: 'Listing id',
  unitsPerListing: 'Units per listing',
  caseQuantity: 'Case quantity',
  serviceLevel: 'Service level',
  deviationDays: 'Deviation',
  from: 'Begins',
  to: 'Ends',
};

/** `caseQuantity` → Case quantity, `config.pollSeconds` → pollSeconds */
export function fieldLabel(field: string): string {
  const name = field.replace(/^config\./, '');
  return labels[name] ?? (name === field ? name.charAt(0).toUpperCase() + name.slice(1) : name);
}

const decimals = new Intl.NumberFormat(organisation.locale, { maximumFractionDigits: 6 });

/** Any value of the catalogue, in words; nothing is a dash. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? formatUnits(value) : decimals.format(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** 5 units · 4 days of cover · 95 % service level */
export function showAmount(amount: {
  units: number | null;
  days: number | null;
  serviceLevel: number | null;
}): string {
  if (amount.units !== null) return `${formatUnits(amount.units)} ${amount.units === 1 ? 'unit' : 'units'}`;
  if (amount.days !== null)
    return `${decimals.format(amount.days)} ${amount.days === 1 ? 'day' : 'days'} of cover`;
  if (amount.serviceLevel !== null) return `${decimals.format(amount.serviceLevel * 100)} % service level`;
  return '–';
}

export const nodeKindLabels: Record<string, string> = {
  warehouse: 'Warehouse',
  fulfilment_centre: 'Fulfilment centre',
  dark_store: 'Dark store',
  store: 'Store',
};

export const channelKindLabels: Record<string, string> = {
  webshop: 'Webshop',
  marketplace: 'Marketplace',
  quick_commerce: 'Quick commerce',
  retail: 'Retail',
  wholesale: 'Wholesale',
};
