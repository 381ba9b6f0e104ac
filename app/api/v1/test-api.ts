import type { Role } from '@/lib/access/roles';
import { createApiKey } from '@/lib/access/server/create-api-key';
import type { RouteHandler } from '@/lib/api/handler';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { closeLedger } from '@/lib/runtime/ledger';
import * as acknowledgeAlert from './alerts/[id]/acknowledge/route';
import * as assignAlert from './alerts/[id]/assign/route';
import * as resolveAlert from './alerts/[id]/resolve/route';
import * as snoozeAlert from './alerts/[id]/snooze/route';
import * as alerts from './alerts/route';
import * as catalog from './catalog/route';
import * as discrepancies from './discrepancies/route';
import * as events from './events/route';
import * as incidents from './incidents/route';
import * as ledger from './ledger/route';
import * as listings from './listings/route';
import * as orders from './orders/route';
import * as policyPreview from './policies/preview/route';
import * as policies from './policies/route';
import * as positions from './positions/route';
import * as promotion from './promotions/[id]/route';
import * as promotions from './promotions/route';
import * as proof from './proof/route';
import * as closePurchaseOrder from './purchase-orders/[id]/close/route';
import * as purchaseOrder from './purchase-orders/[id]/route';
import * as purchaseOrders from './purchase-orders/route';
import * as commit from './reservations/[id]/commit/route';
import * as reservation from './reservations/[id]/route';
import * as reservations from './reservations/route';
import * as silence from './silences/[id]/route';
import * as silences from './silences/route';
import * as stocktake from './stocktakes/[id]/route';
import * as stocktakeScans from './stocktakes/[id]/scans/route';
import * as stocktakeSteps from './stocktakes/[id]/steps/route';
import * as stocktakes from './stocktakes/route';
import * as stop from './stops/[id]/route';
import * as stops from './stops/route';
import * as stream from './stream/route';
import * as transfers from './transfers/route';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

const routes: readonly [RegExp, Record<Method, RouteHandler>][] = [
  [/^\/catalog$/, catalog],
  [/^\/events$/, events],
  [/^\/positions$/, positions],
  [/^\/ledger$/, ledger],
  [/^\/listings$/, listings],
  [/^\/orders$/, orders],
  [/^\/incidents$/, incidents],
  [/^\/discrepancies$/, discrepancies],
  [/^\/proof$/, proof],
  [/^\/alerts$/, alerts],
  [/^\/alerts\/[^/]+\/acknowledge$/, acknowledgeAlert],
  [/^\/alerts\/[^/]+\/snooze$/, snoozeAlert],
  [/^\/alerts\/[^/]+\/resolve$/, resolveAlert],
  [/^\/alerts\/[^/]+\/assign$/, assignAlert],
  [/^\/silences$/, silences],
  [/^\/stops$/, stops],
  [/^\/silences\/[^/]+$/, silence],
  [/^\/stops\/[^/]+$/, stop],
  [/^\/stream$/, stream],
  [/^\/transfers$/, transfers],
  [/^\/purchase-orders$/, purchaseOrders],
  [/^\/purchase-orders\/[^/]+$/, purchaseOrder],
  [/^\/purchase-orders\/[^/]+\/close$/, closePurchaseOrder],
  [/^\/stocktakes$/, stocktakes],
  [/^\/stocktakes\/[^/]+$/, stocktake],
  [/^\/stocktakes\/[^/]+\/scans$/, stocktakeScans],
  [/^\/stocktakes\/[^/]+\/steps$/, stocktakeSteps],
  [/^\/policies$/, policies],
  [/^\/policies\/preview$/, policyPreview],
  [/^\/promotions$/, promotions],
  [/^\/promotions\/[^/]+$/, promotion],
  [/^\/reservations$/, reservations],
  [/^\/reservations\/[^/]+$/, reservation],
  [/^\/reservations\/[^/]+\/commit$/, commit],
];

export interface Reply {
  status: number;
  headers: Headers;
  // Tests look into bodies of every shape; what they expect of them they say themselves.
  body: Record<string, unknown>;
}

export interface Call {
  key?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** The real handlers on a real, migrated database of their own, with a key for each role. */
export interface TestApi {
  database: TestDatabase;
  keys: Record<Role, string>;
  newKey(limits: { role: Role; sources?: string[]; channels?: string[]; nodes?: string[] }): Promise<string>;
  send(method: Method, path: string, call?: Call): Promise<Response>;
  call(method: Method, path: string, call?: Call): Promise<Reply>;
  close(): Promise<void>;
}

const secretKey = 'a secret key of the tests, 32 chars';

export async function createTestApi(): Promise<TestApi> {
  process.env.TRUECOUNT_SECRET_KEY = secretKey;
  // Refusals that a test asks for are no news.
  process.env.TRUECOUNT_LOG_LEVEL ??= 'error';
  const database = await createTestDatabase();
  let made = 0;
  const newKey: TestApi['newKey'] = async ({ role, ...limits }) => {
    made += 1;
    const created = await createApiKey(database.pool, { name: `${role} ${made}`, role, ...limits }, 'test');
    return created.key;
  };
  const keys = {
    viewer: await newKey({ role: 'viewer' }),
    operator: await newKey({ role: 'operator' }),
    manager: await newKey({ role: 'manager' }),
    admin: await newKey({ role: 'admin' }),
    integration: await newKey({ role: 'integration' }),
  };
  const send: TestApi['send'] = async (method, path, { key = keys.admin, body, headers, signal } = {}) => {
    const url = new URL(`http://localhost/api/v1${path}`);
    const handlers = routes.find(([pattern]) => pattern.test(url.pathname.slice('/api/v1'.length)))?.[1];
    if (handlers === undefined) throw new Error(`no route for ${path}`);
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return handlers[method](
      new Request(url, {
        method,
        headers: {
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(text === undefined ? {} : { body: text }),
        ...(signal === undefined ? {} : { signal }),
      }),
    );
  };
  return {
    database,
    keys,
    newKey,
    send,
    async call(method, path, call) {
      const response = await send(method, path, call);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? {} : JSON.parse(text),
      };
    },
    async close() {
      await closeLedger();
      await database.drop();
    },
  };
}

/** One warehouse, one shop behind it, two SKUs; the start of most journeys. */
export const smallCatalog = {
  skus: [
    { sku: 'A', name: 'Kurta', unitCost: 199.5, price: 499 },
    { sku: 'B', name: 'Saree' },
  ],
  nodes: [
    { node: 'W1', name: 'Warehouse', kind: 'warehouse' },
    { node: 'W2', name: 'Second warehouse', kind: 'warehouse' },
  ],
  channels: [
    { channel: 'web', name: 'Webshop', kind: 'webshop', connector: 'none', sources: ['W1'] },
    { channel: 'shop', name: 'Shop', kind: 'retail', connector: 'none', sources: ['W1', 'W2'] },
  ],
};

let receipts = 0;

/** A receipt of `quantity` at W1 under an id of its own, unless said otherwise. */
export function receipt(fields: Record<string, unknown> = {}): Record<string, unknown> {
  receipts += 1;
  return {
    source: 'wms',
    id: `receipt-${receipts}`,
    type: 'receipt',
    occurredAt: '2026-01-05T10:00:00Z',
    sku: 'A',
    quantity: 10,
    node: 'W1',
    ...fields,
  };
}
