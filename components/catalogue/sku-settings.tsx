'use client';

import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { useDimensions } from '@/components/stock/use-dimensions';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { ReplenishmentItem, SafetyStockItem, SkuListItem } from '@/lib/catalog/list-items';
import type { Page } from '@/lib/shared/page-cursor';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { showAmount, showValue } from './show-value';
import { StopButton } from './stop-parts';

const LeadTimeDrawer = dynamic(() => import('./lead-time-drawer').then((module) => module.LeadTimeDrawer));
const PolicyDrawer = dynamic(() => import('./policy-drawer').then((module) => module.PolicyDrawer));
const SkuDrawer = dynamic(() => import('./sku-drawer').then((module) => module.SkuDrawer));

interface Props {
  sku: string;
  actions: CatalogueActions;
  rights: CatalogueRights;
}

type Opened =
  | { what: 'sku' }
  | { what: 'policy'; item: SafetyStockItem | null; node: string | null }
  | { what: 'lead_time'; item: ReplenishmentItem | null; node: string | null };

/** What can be set for one SKU: barcodes and case, what is kept back and how long more takes, per node; selling. */
export function SkuSettings({ sku, actions, rights }: Props) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const dimensions = useDimensions();
  const settings = useQuery({
    queryKey: queryKeys.skuSettings(sku),
    queryFn: async ({ signal }) => {
      const code = encodeURIComponent(sku);
      const [skus, policies, leadTimes] = await Promise.all([
        readJson<Page<SkuListItem>>(`/api/ui/catalogue/skus?search=${code}&limit=200`, signal),
        readJson<Page<SafetyStockItem>>(`/api/ui/catalogue/safety-stock?sku=${code}&limit=500`, signal),
        readJson<Page<ReplenishmentItem>>(`/api/ui/catalogue/replenishment?sku=${code}&limit=500`, signal),
      ]);
      return {
        item: skus.items.find((found) => found.sku === sku) ?? null,
        policies: policies.items,
        leadTimes: leadTimes.items,
      };
    },
  });
  if (settings.isPending) return <Skeleton className="h-64" />;
  if (settings.isError || settings.data.item === null)
    return (
      <Notice tone="critical">The settings of this SKU cannot be read just now. Open this page again.</Notice>
    );
  const { item, policies, leadTimes } = settings.data;
  const places = [
    { node: null, name: 'Every node' },
    ...(dimensions.data?.nodes.map(({ node, name }) => ({ node, name })) ?? []),
  ];
  const inForce = (node: string | null) =>
    policies.findLast((policy) => policy.node === node && policy.status === 'in_force') ?? null;
  const toCome = (node: string | null) =>
    policies.filter((policy) => policy.node === node && policy.status === 'scheduled').length;
  const leadTime = (node: string | null) => leadTimes.find((entry) => entry.node === node) ?? null;
  const close = () => setOpened(null);

  return (
    <div className="grid min-w-0 gap-5">
      <div className="flex flex-wrap items-start gap-x-10 gap-y-3 rounded-md border border-line bg-card p-4 text-sm">
        <dl className="flex flex-wrap gap-x-10 gap-y-3">
          <Fact label="Category">{item.category ?? '–'}</Fact>
          <Fact label="Barcodes">
            <span className="font-mono text-xs">{item.barcodes.join(' ') || '–'}</span>
          </Fact>
          <Fact label="Case quantity">{showValue(item.caseQuantity)}</Fact>
        </dl>
        <div className="ml-auto flex flex-wrap gap-2">
          {rights.skusAndNodes && <Button onClick={() => setOpened({ what: 'sku' })}>Edit</Button>}
          {rights.stop && !item.stopped && (
            <StopButton sku={sku} name={sku} stop={actions.stopSelling} resume={actions.resumeSelling} />
          )}
        </div>
      </div>
      <section aria-label="Policies of this SKU" className="overflow-x-auto">
        <table className="w-full text-sm">
          <thead>
            <tr className="text-left text-xs text-muted">
              <th scope="col" className="py-1.5 pr-3 font-medium">
                Stock node
              </th>
              <th scope="col" className="py-1.5 pr-3 text-right font-medium">
                Safety stock
              </th>
              <th scope="col" className="py-1.5 pr-3 text-right font-medium">
                Lead time
              </th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ node, name }) => {
              const policy = inForce(node);
              const lead = leadTime(node);
              const coming = toCome(node);
              return (
                <tr key={node ?? ''} className="border-t border-line">
                  <th scope="row" className="py-1 pr-3 text-left font-medium">
                    {name}
                  </th>
                  <td className="py-1 pr-3 text-right tabular-nums">
                    <Button
                      look="bare"
                      disabled={!rights.policies}
                      aria-label={`Safety stock at ${name}: ${policy === null ? 'none of its own' : showAmount(policy)}`}
                      onClick={() => setOpened({ what: 'policy', item: policy, node })}
                    >
                      <ShieldCheck aria-hidden />
                      {policy === null ? 'None of its own' : showAmount(policy)}
                      {coming > 0 && ` (+${coming} to come)`}
                    </Button>
                  </td>
                  <td className="py-1 pr-3 text-right tabular-nums">
                    <Button
                      look="bare"
                      disabled={!rights.policies}
                      aria-label={`Lead time at ${name}: ${lead === null ? 'none of its own' : `${showValue(lead.days)} days`}`}
                      onClick={() => setOpened({ what: 'lead_time', item: lead, node })}
                    >
                      {lead === null
                        ? 'None of its own'
                        : `${showValue(lead.days)} ± ${showValue(lead.deviationDays)} days`}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className="mt-2 text-xs text-muted">
          Where a node has none of its own, “every node” decides, then its category, then the node’s policy
          for everything.
        </p>
      </section>
      {opened?.what === 'sku' && <SkuDrawer item={item} actions={actions} rights={rights} onClose={close} />}
      {opened?.what === 'policy' && (
        <PolicyDrawer
          item={opened.item}
          scope={{ sku, node: opened.node }}
          actions={actions}
          rights={rights}
          onClose={close}
        />
      )}
      {opened?.what === 'lead_time' && (
        <LeadTimeDrawer
          item={opened.item}
          scope={{ sku, node: opened.node }}
          actions={actions}
          rights={rights}
          onClose={close}
        />
      )}
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-xs text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
