'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Barcode, Keyboard, Moon, PackageSearch, Sun } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { skuHref } from '@/components/stock/sku-href';
import type { DestinationGroup } from './destinations';

interface Found {
  items: { sku: string; name: string; barcode: string | null }[];
}

interface Props {
  groups: readonly DestinationGroup[];
  onOpenChange: (open: boolean) => void;
  onShortcuts: () => void;
}

const itemClasses =
  'flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2 text-sm select-none data-[selected=true]:bg-hover max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

/** Goes anywhere by typing: pages, and SKUs by code, name or barcode as the server finds them. */
export function Palette({ groups, onOpenChange, onShortcuts }: Props) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const found = useQuery({
    queryKey: queryKeys.find(asked),
    queryFn: ({ signal }) => readJson<Found>(`/api/ui/find?text=${encodeURIComponent(asked)}`, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = (described: string) => words.every((word) => described.toLocaleLowerCase().includes(word));
  const go = (href: Route) => {
    onOpenChange(false);
    router.push(href);
  };
  const skus = asked === '' ? [] : (found.data?.items ?? []);
  const pages = groups.map((group) => ({
    ...group,
    destinations: group.destinations.filter(({ label, also = '' }) =>
      fits(`${label} ${also} ${group.label}`),
    ),
  }));
  const dark = resolvedTheme === 'dark';

  return (
    <BaseDialog.Root open onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.01_210/0.45)]" />
        <BaseDialog.Popup className="fixed top-[12vh] left-1/2 z-50 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-md border border-line bg-raised shadow-popover outline-none max-sm:top-3">
          <BaseDialog.Title className="sr-only">Find a SKU or a page</BaseDialog.Title>
          <Command shouldFilter={false} loop label="Find a SKU or a page">
            <Command.Input
              autoFocus
              value={text}
              onValueChange={setText}
              placeholder="SKU, name, barcode or page"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-sm outline-none placeholder:text-muted max-sm:text-base"
            />
            <Command.List
              aria-label="Found"
              className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
            >
              <Command.Empty className="px-2 py-6 text-center text-sm text-muted">
                {found.isFetching ? 'Searching…' : 'Nothing is called like this.'}
              </Command.Empty>
              {skus.length > 0 && (
                <Command.Group heading="SKUs">
                  {skus.map(({ sku, name, barcode }) => (
                    <Item key={sku} value={`sku ${sku}`} onSelect={() => go(skuHref(sku))}>
                      {barcode === null ? <PackageSearch aria-hidden /> : <Barcode aria-hidden />}
                      <span className="shrink-0 font-mono text-xs font-medium">{sku}</span>
                      <span className="truncate text-muted">{name}</span>
                    </Item>
                  ))}
                </Command.Group>
              )}
              {pages.map(
                ({ label, destinations }) =>
                  destinations.length > 0 && (
                    <Command.Group key={label} heading={label}>
                      {destinations.map(({ href, label: page, icon: Icon }) => (
                        <Item key={href} value={`page ${href}`} onSelect={() => go(href)}>
                          <Icon aria-hidden />
                          {page}
                        </Item>
                      ))}
                    </Command.Group>
                  ),
              )}
              {fits('theme dark light shortcuts keyboard') && (
                <Command.Group heading="Here">
                  <Item
                    value="theme"
                    onSelect={() => {
                      setTheme(dark ? 'light' : 'dark');
                      onOpenChange(false);
                    }}
                  >
                    {dark ? <Sun aria-hidden /> : <Moon aria-hidden />}
                    {dark ? 'Light theme' : 'Dark theme'}
                  </Item>
                  <Item value="shortcuts" onSelect={onShortcuts}>
                    <Keyboard aria-hidden />
                    Keyboard shortcuts
                  </Item>
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item value={value} onSelect={onSelect} className={itemClasses}>
      {children}
    </Command.Item>
  );
}
