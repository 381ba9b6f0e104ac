import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, roles } from '@/lib/access/roles';
import { createTestApi, type TestApi } from '../v1/test-api';
import * as alert from './alert/route';
import * as alertCounts from './alert-counts/route';
import * as alertDestinations from './alert-destinations/route';
import * as alertOwners from './alert-owners/route';
import * as alertThresholds from './alert-thresholds/route';
import * as alerts from './alerts/route';
import * as apiKeys from './api-keys/route';
import * as audit from './audit/route';
import * as channelBoard from './channel-board/route';
import * as channelListings from './channel-listings/route';
import * as discrepancies from './discrepancies/route';
import * as forecast from './forecast/route';
import * as imports from './imports/route';
import * as movements from './movements/route';
import * as orders from './orders/route';
import * as people from './people/route';
import * as policyScope from './policy-scope/route';
import * as policyScopes from './policy-scopes/route';
import * as position from './position/route';
import * as promotions from './promotions/route';
import * as proof from './proof/route';
import * as purchaseOrders from './purchase-orders/route';
import * as returns from './returns/route';
import * as snapshots from './snapshots/route';
import * as stocktakes from './stocktakes/route';
import * as tolerances from './tolerances/route';
import * as transfers from './transfers/route';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

/** Of a key, behind its public beginning. */
const secret_chars = 43;

const everybody: readonly Role[] = ['viewer', 'operator', 'manager', 'admin'];
const administrators: readonly Role[] = ['admin'];

describe('what the screens read', () => {
  it.each([
    ['orders', orders.GET, '', everybody],
    ['alerts', alerts.GET, '', everybody],
    ['alert', alert.GET, '?id=never', everybody],
    ['alert-thresholds', alertThresholds.GET, '', everybody],
    ['alert-destinations', alertDestinations.GET, '', administrators],
    ['alert-counts', alertCounts.GET, '', everybody],
    ['alert-owners', alertOwners.GET, '', ['operator', 'manager', 'admin']],
    ['movements', movements.GET, '', everybody],
    ['forecast', forecast.GET, '?sku=never', everybody],
    ['discrepancies', discrepancies.GET, '', everybody],
    ['transfers', transfers.GET, '', everybody],
    ['purchase-orders', purchaseOrders.GET, '', everybody],
    ['imports', imports.GET, '', ['operator', 'manager', 'admin', 'integration']],
    ['tolerances', tolerances.GET, '', everybody],
    ['stocktakes', stocktakes.GET, '', everybody],
    ['returns', returns.GET, '', everybody],
    ['channel-board', channelBoard.GET, '', everybody],
    ['channel-listings', channelListings.GET, '?channel=web', everybody],
    ['proof', proof.GET, '', everybody],
    ['policy-scopes', policyScopes.GET, '', everybody],
    ['policy-scope', policyScope.GET, '?channel=web', everybody],
    ['promotions', promotions.GET, '', everybody],
    ['position', position.GET, '?sku=never&node=never', [...everybody, 'integration']],
    ['people', people.GET, '', administrators],
    ['api-keys', apiKeys.GET, '', administrators],
    ['audit', audit.GET, '', administrators],
  ] as const)('%s is for those whose role includes it', async (name, get, query, whoMay) => {
    const ask = (headers: Record<string, string>) =>
      get(new Request(`http://127.0.0.1/api/ui/${name}${query}`, { headers }));
    expect((await ask({})).status).toBe(401);
    for (const role of roles) {
      const { status } = await ask({ authorization: `Bearer ${api.keys[role]}` });
      const wanted = (whoMay as readonly Role[]).includes(role)
        ? ['position', 'alert'].includes(name)
          ? 404
          : 200
        : 403;
      expect(`${role} ${status}`).toBe(`${role} ${wanted}`);
    }
  });

  it('takes the report of a node from those whose role includes it, within their nodes', async () => {
    const send = async (key: string) => {
      const url = 'http://127.0.0.1/api/ui/snapshots?node=W1&takenAt=2026-01-05T10:00:00Z';
      const headers = { authorization: `Bearer ${key}` };
      return (await snapshots.POST(new Request(url, { method: 'POST', body: 'sku,qty\nA,1\n', headers })))
        .status;
    };
    expect(await send('none')).toBe(401);
    expect(await send(api.keys.operator)).toBe(403);
    expect(await send(await api.newKey({ role: 'manager', nodes: ['W2'] }))).toBe(403);
    expect(await send(api.keys.manager)).toBe(200);
  });

  it('never holds the secret of a key', async () => {
    const answer = await apiKeys.GET(
      new Request('http://127.0.0.1/api/ui/api-keys', {
        headers: { authorization: `Bearer ${api.keys.admin}` },
      }),
    );
    const text = await answer.text();
    for (const role of roles) expect(text).not.toContain(api.keys[role].slice(-secret_chars));
    expect(text).not.toContain('hash');
  });
});
