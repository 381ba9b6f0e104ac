'use client';

import { Pause, Play, Zap } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { Button } from '@/components/ui/button';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { StatTile } from '@/components/ui/stat-tile';
import type { SandboxCommand } from '@/lib/demo/control';
import type { CommandDemo } from './demo-types';
import { FlashDialog } from './flash-dialog';
import { ProgramCard } from './program-card';
import { sumPrograms } from './sum-programs';
import { useCommandDemo, useDemo } from './use-demo';

const grid = 'grid gap-4 md:grid-cols-2 2xl:grid-cols-4 xl:grid-cols-3';

/** The demo's own panel: outside programs that sell, ship, disturb and deliver, and what is set at each. */
export function DemoScreen({ command }: { command: CommandDemo }) {
  const [sku, setSku] = useQueryState('sku', parseAsString);
  const [flashOpen, setFlashOpen] = useState(false);
  const { data, error, refetch, dataUpdatedAt } = useDemo(sku);
  const send = useCommandDemo(command);
  const all = (what: SandboxCommand, done?: string) => send(null, what, done);
  const sum = data && sumPrograms(data.items);
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Demo shops"
        note="Outside programs that sell real orders in time-lapse, through the public API alone."
        actions={
          <>
            <Button onClick={() => all({ running: true }, 'Everything is started.')}>
              <Play aria-hidden />
              Start all
            </Button>
            <Button onClick={() => all({ running: false }, 'Everything is paused.')}>
              <Pause aria-hidden />
              Pause all
            </Button>
            <Button look="primary" onClick={() => setFlashOpen(true)}>
              <Zap aria-hidden />
              Flash sale everywhere
            </Button>
          </>
        }
      />
      {error && <ReadFailure what="the demo's shops" error={error} onRetry={() => refetch()} />}
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <StatTile label="Orders within a minute" value={sum?.lastMinute} />
        <StatTile label="Orders sold by the shops" value={sum?.orders} />
        <StatTile label="Customers turned away" value={sum?.refused} note="The listing showed too little" />
        <StatTile label="Reports kept back" value={sum?.waiting} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <span className="text-muted">Compare what each shop shows of</span>
        <SkuPicker
          value={sku ?? ''}
          onChange={(chosen) => setSku(chosen === '' ? null : chosen)}
          className="w-72 max-w-full"
        />
      </div>
      {data === undefined ? (
        <div className={grid}>
          {['a', 'b', 'c', 'd'].map((place) => (
            <Skeleton key={place} className="h-72" />
          ))}
        </div>
      ) : (
        <div className={grid}>
          {data.items.map((program) => (
            <ProgramCard
              key={program.name}
              program={program}
              sku={sku}
              nowMs={dataUpdatedAt}
              command={(what, done) => send(program.name, what, done)}
            />
          ))}
        </div>
      )}
      <FlashDialog open={flashOpen} onOpenChange={setFlashOpen} where="everywhere" command={all} />
    </div>
  );
}
