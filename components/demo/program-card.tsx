'use client';

import { Pause, Play, Zap } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Quantity } from '@/components/ui/quantity';
import { formatInstant } from '@/lib/shared/format';
import type { Command, DemoProgram } from './demo-types';
import { describeFaults, describeKind, stateOf } from './describe-program';
import { DisturbPopover } from './disturb-popover';
import { FlashDialog } from './flash-dialog';
import { PaceField } from './pace-field';

interface Props {
  program: DemoProgram;
  /** The SKU whose listing is shown. */
  sku: string | null;
  nowMs: number;
  command: Command;
}

/** One shop of the sandbox: what it does, what it has sold, and how to disturb it. */
export function ProgramCard({ program, sku, nowMs, command }: Props) {
  const [flashOpen, setFlashOpen] = useState(false);
  const { title, kind, status, levels } = program;
  const state = stateOf(program, nowMs);
  const sells = kind !== 'supplier';
  const faults = status === null ? [] : describeFaults(status);
  return (
    <section
      aria-label={title}
      className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-card p-4"
    >
      <div className="grid gap-0.5">
        <div className="flex items-start justify-between gap-3">
          <h2 className="min-w-0 truncate text-sm font-semibold">{title}</h2>
          <span className="text-xs">
            <Badge tone={state.tone}>{state.word}</Badge>
          </span>
        </div>
        <p className="truncate text-xs text-muted">{describeKind(program)}</p>
      </div>
      {status === null ? (
        <p className="text-sm text-muted">It is started again by itself and forgets nothing.</p>
      ) : (
        <>
          <dl className="grid grid-cols-3 gap-3 text-sm">
            <Fact label={sells ? 'Orders' : 'Tasks done'} units={status.orders} />
            <Fact label="Last minute" units={status.ordersLastMinute} />
            {sells ? (
              <Fact label="Turned away" units={status.refused} />
            ) : (
              <Fact label="Under way" units={status.waiting} />
            )}
          </dl>
          <div className="min-h-12 text-xs text-muted">
            {status.last === null ? (
              <p>Nothing yet since it was started.</p>
            ) : (
              <>
                <p className="line-clamp-2 text-text">{status.last.what}</p>
                <p>
                  {status.last.order}, {formatInstant(status.last.at)}
                  {sells && status.waiting > 0 && `, ${status.waiting} still to be told`}
                </p>
              </>
            )}
          </div>
          {sells && sku !== null && <Shown levels={levels} />}
          {faults.length > 0 && <p className="text-xs text-warning">Disturbed: {faults.join('; ')}.</p>}
          {sells && <PaceField title={title} speed={status.speed} onChange={(speed) => command({ speed })} />}
          <div className="mt-auto flex flex-wrap gap-2">
            <Button
              onClick={() => command({ running: !status.running })}
              aria-label={`${status.running ? 'Pause' : 'Start'} ${title}`}
            >
              {status.running ? <Pause aria-hidden /> : <Play aria-hidden />}
              {status.running ? 'Pause' : 'Start'}
            </Button>
            {sells && status.flash === null && (
              <Button onClick={() => setFlashOpen(true)} aria-label={`Flash sale at ${title}`}>
                <Zap aria-hidden />
                Flash sale
              </Button>
            )}
            {sells && status.flash !== null && (
              <Button onClick={() => command({ flash: null })} aria-label={`End the flash sale at ${title}`}>
                <Zap aria-hidden />
                End flash sale
              </Button>
            )}
            {sells && <DisturbPopover title={title} status={status} command={command} />}
          </div>
        </>
      )}
      {sells && (
        <FlashDialog open={flashOpen} onOpenChange={setFlashOpen} where={`at ${title}`} command={command} />
      )}
    </section>
  );
}

function Fact({ label, units }: { label: string; units: number }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-base font-semibold">
        <Quantity units={units} />
      </dd>
    </div>
  );
}

function Shown({ levels }: Pick<DemoProgram, 'levels'>) {
  if (levels.length === 0)
    return <p className="rounded-md bg-sunken px-3 py-2 text-xs text-muted">Does not sell this SKU.</p>;
  return (
    <dl className="grid gap-1 rounded-md bg-sunken px-3 py-2 text-xs">
      {levels.map(({ location, quantity }) => (
        <div key={location ?? ''} className="flex justify-between gap-3">
          <dt className="min-w-0 truncate text-muted">Shows {location !== null && `at ${location}`}</dt>
          <dd className="font-medium">
            <Quantity units={quantity} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
