const live = ['live'] as const;
const stock = [...live, 'stock'] as const;

/** The lists that change beside the ledger too: with listings, channels, marks, people, walks of the proof. */
const changing: ReadonlySet<unknown> = new Set([
  'discrepancies',
  'discrepancy',
  'orders',
  'transfers',
  'transfer',
  'purchase-orders',
  'purchase-order',
  'stocktakes',
  'stocktake',
  'order-line',
  'channel-board',
  'channel-listings',
  'proof',
  'people',
  'api-keys',
  'sessions',
  'audit',
  'policies',
  'policy-scope',
  'promotions',
  'simulation',
  'alerts',
  'alert',
  'alert-thresholds',
  'alert-destinations',
  'alert-silences',
  'alert-deliveries',
  'report-settings',
]);

/** True for a query that is asked again when the stream says that something beside the ledger has changed. */
export function changesBesideLedger(queryKey: readonly unknown[]): boolean {
  const [area, kind, name, , part] = queryKey;
  if (area !== 'live') return false;
  if (kind === 'alert-counts') return true;
  return kind === 'list' ? changing.has(name) : kind === 'stock' && part === 'listings';
}

/** Every key a query can have. What stands under `live` is asked for again when the event stream says so. */
export const queryKeys = {
  live,
  dimensions: [...live, 'dimensions'] as const,
  /** Lists of `useList`: the name of the list and its question follow. Any event may change any of them. */
  lists: [...live, 'list'] as const,
  /** Sums over everything: read again at leisure, not with every event. */
  summaries: [...live, 'summary'] as const,
  summary: (name: string) => [...live, 'summary', name] as const,
  ledgerEvent: (sku: string, sequence: number) => [...stock, 'sku', sku, 'event', sequence] as const,
  orderLine: (key: string) => [...live, 'list', 'order-line', key] as const,
  discrepancy: (key: string) => [...live, 'list', 'discrepancy', key] as const,
  transfer: (transfer: string) => [...live, 'list', 'transfer', transfer] as const,
  purchaseOrder: (purchaseOrder: string) => [...live, 'list', 'purchase-order', purchaseOrder] as const,
  stocktake: (stocktake: string) => [...live, 'list', 'stocktake', stocktake] as const,
  channelBoard: [...live, 'list', 'channel-board'] as const,
  proof: [...live, 'list', 'proof'] as const,
  alert: (id: string) => [...live, 'list', 'alert', id] as const,
  /** Of the bell: they change with alerts, not with every event. */
  alertCounts: [...live, 'alert-counts'] as const,
  alertOwners: ['alert-owners'] as const,
  alertThresholds: [...live, 'list', 'alert-thresholds'] as const,
  alertSilences: [...live, 'list', 'alert-silences'] as const,
  alertDestinations: [...live, 'list', 'alert-destinations'] as const,
  /** Figures of a range that lies behind: they are not asked again with every event. */
  report: (question: string) => ['report', question] as const,
  reportRows: ['report-rows'] as const,
  reportSettings: [...live, 'list', 'report-settings'] as const,
  people: [...live, 'list', 'people'] as const,
  apiKeys: [...live, 'list', 'api-keys'] as const,
  sessions: [...live, 'list', 'sessions'] as const,
  policyScope: (scope: string) => [...live, 'list', 'policy-scope', scope] as const,
  promotionsBetween: (from: string, to: string) =>
    [...live, 'list', 'promotions', 'between', from, to] as const,
  simulation: (asked: string) => [...live, 'list', 'simulation', asked] as const,
  why: (listing: string) => [...live, 'list', 'why', listing] as const,
  position: (sku: string, node: string) => [...live, 'list', 'position', sku, node] as const,
  stops: (sku: string, channel: string) => [...live, 'stops', sku, channel] as const,
  skuSettings: (sku: string) => [...live, 'sku-settings', sku] as const,
  import: (id: string) => ['import', id] as const,
  importRows: (id: string, verdict: string, counts: string) =>
    ['import', id, 'rows', verdict, counts] as const,
  savedViews: (list: string) => ['saved-views', list] as const,
  find: (text: string) => ['find', text] as const,
  demos: ['demo'] as const,
  demo: (sku: string | null) => ['demo', sku] as const,
  stock: {
    sku: (sku: string) => [...stock, 'sku', sku] as const,
    head: (sku: string) => [...stock, 'sku', sku, 'head'] as const,
    /** `asOf` null: now. */
    positions: (sku: string, asOf: string | null) => [...stock, 'sku', sku, 'positions', asOf] as const,
    history: (sku: string, node: string) => [...stock, 'sku', sku, 'history', node] as const,
    reservations: (sku: string) => [...stock, 'sku', sku, 'reservations'] as const,
    settings: (sku: string) => [...stock, 'sku', sku, 'settings'] as const,
    listings: (sku: string) => [...stock, 'sku', sku, 'listings'] as const,
    pools: (sku: string) => [...stock, 'sku', sku, 'pools'] as const,
    forecast: (sku: string) => [...stock, 'sku', sku, 'forecast'] as const,
    naiveLevels: (sku: string) => [...stock, 'sku', sku, 'naive-levels'] as const,
  },
} as const;
