'use client';

import { FileUp } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { buttonClasses } from '@/components/ui/button-classes';
import { PageHead } from '@/components/ui/page-head';
import { Tabs } from '@/components/ui/tabs';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { SkusTab } from './skus-tab';

// Drawn here only: what cannot answer yet is not shown yet, or what is typed into it would be lost.
const SafetyStockTab = dynamic(() => import('./safety-stock-tab').then((module) => module.SafetyStockTab), {
  ssr: false,
});
const ReplenishmentTab = dynamic(
  () => import('./replenishment-tab').then((module) => module.ReplenishmentTab),
  { ssr: false },
);
const NodesTab = dynamic(() => import('./nodes-tab').then((module) => module.NodesTab), { ssr: false });
const ListingsTab = dynamic(() => import('./listings-tab').then((module) => module.ListingsTab), {
  ssr: false,
});
const ChannelsTab = dynamic(() => import('./channels-tab').then((module) => module.ChannelsTab), {
  ssr: false,
});

const tabs = [
  { value: 'skus', label: 'SKUs' },
  { value: 'nodes', label: 'Nodes' },
  { value: 'channels', label: 'Channels & sourcing' },
  { value: 'listings', label: 'Listings' },
  { value: 'safety-stock', label: 'Safety stock' },
  { value: 'replenishment', label: 'Replenishment' },
] as const;
type Tab = (typeof tabs)[number]['value'];

const parseTab = parseAsStringLiteral(tabs.map(({ value }) => value)).withDefault('skus');

/** What is sold, where it lies, who sells it, and how much is kept back. */
export function CatalogueScreen({ actions, rights }: { actions: CatalogueActions; rights: CatalogueRights }) {
  const [tab] = useQueryState('tab', parseTab);
  const router = useRouter();
  const props = { actions, rights };
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Catalogue"
        note="What is sold, where it lies, who sells it, and how much is kept back."
        actions={
          rights.skusAndNodes && (
            <Link href="/catalogue/import" className={buttonClasses()}>
              <FileUp aria-hidden />
              Import a file
            </Link>
          )
        }
      />
      <Tabs
        label="Parts of the catalogue"
        value={tab}
        // Filters and order belong to the tab that is left.
        onChange={(next: Tab) => router.push(next === 'skus' ? '/catalogue' : `/catalogue?tab=${next}`)}
        tabs={tabs}
      >
        {tab === 'skus' && <SkusTab {...props} />}
        {tab === 'nodes' && <NodesTab {...props} />}
        {tab === 'channels' && <ChannelsTab {...props} />}
        {tab === 'listings' && <ListingsTab {...props} />}
        {tab === 'safety-stock' && <SafetyStockTab {...props} />}
        {tab === 'replenishment' && <ReplenishmentTab {...props} />}
      </Tabs>
    </div>
  );
}
