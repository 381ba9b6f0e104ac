'use client';

import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

interface Props<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly { value: Value; label: string /** How many stand there. */; count?: ReactNode }[];
  /** What the chosen tab shows. */
  children: ReactNode;
}

/** Views of one thing beside each other. The chosen one belongs into the URL. */
export function Tabs<Value extends string>({ label, value, onChange, tabs, children }: Props<Value>) {
  return (
    <BaseTabs.Root value={value} onValueChange={(next: Value) => onChange(next)} className="grid gap-4">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard. */}
      <div tabIndex={0} className="overflow-x-auto border-b border-line -outline-offset-2">
        <BaseTabs.List aria-label={label} className="flex w-max gap-1">
          {tabs.map((tab) => (
            <BaseTabs.Tab
              key={tab.value}
              value={tab.value}
              className="-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 border-transparent px-3 text-sm whitespace-nowrap text-muted transition-colors -outline-offset-2 hover:text-text data-active:border-accent data-active:font-medium data-active:text-text max-sm:h-11"
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="text-xs text-muted tabular-nums">{tab.count}</span>
              )}
            </BaseTabs.Tab>
          ))}
        </BaseTabs.List>
      </div>
      <BaseTabs.Panel value={value} className="min-w-0 outline-offset-4">
        {children}
      </BaseTabs.Panel>
    </BaseTabs.Root>
  );
}
