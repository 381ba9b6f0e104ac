'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { no_answer_look_again } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { PoolItem } from '@/lib/allocation/pool-item';
import { formatUnits } from '@/lib/shared/format';
import { obstacleWords } from './obstacle-words';
import { type PoolPart, poolParts } from './pool-parts';
import { Section } from './section';
import type { Dimensions } from './stock-types';

export type ResumeRaises = (input: {
  channel: string;
  sku: string;
}) => Promise<{ ok: true } | { ok: false; detail: string }>;

interface Props {
  sku: string;
  channels: Dimensions['channels'];
  /** Null: the role may not. */
  resume: ResumeRaises | null;
}

/** Whose the units of each pool are: what channels may sell, what they hold in hand, and what is free for any of them. */
export function PoolsSection({ sku, channels, resume }: Props) {
  const pools = useQuery({
    queryKey: queryKeys.stock.pools(sku),
    queryFn: ({ signal }) =>
      readJson<{ items: PoolItem[] }>(`/api/ui/pools?${new URLSearchParams({ sku })}`, signal),
  });
  const nameOf = (channel: string) => channels.find((each) => each.channel === channel)?.name ?? channel;
  const items = pools.data?.items ?? [];
  return (
    <Section title="Rights" note="Single units, per pool of nodes that share channels">
      {pools.isError && (
        <ReadFailure what="the rights" error={pools.error} onRetry={() => void pools.refetch()} />
      )}
      {pools.isPending && <Skeleton className="h-16 w-full" />}
      {pools.isSuccess && items.length === 0 && (
        <p className="text-sm text-muted">No channel sells this SKU, so nobody holds rights to it.</p>
      )}
      {items.map((pool) => (
        <Pool key={pool.nodes.join()} pool={pool} nameOf={nameOf} sku={sku} resume={resume} />
      ))}
    </Section>
  );
}

interface PoolProps extends Pick<Props, 'sku' | 'resume'> {
  pool: PoolItem;
  nameOf: (channel: string) => string;
}

function Pool({ pool, nameOf, sku, resume }: PoolProps) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const parts = poolParts(pool, nameOf);
  const whole = Math.max(
    1,
    parts.reduce((sum, { units }) => sum + units, 0),
  );
  async function trustAgain(channel: string) {
    if (resume === null) return;
    setBusy(true);
    const answer = await resume({ channel, sku }).catch(() => null);
    setBusy(false);
    await client.invalidateQueries({ queryKey: queryKeys.live });
    if (answer?.ok) tellDone(`${nameOf(channel)} may be raised again`);
    else tellFailed(answer?.detail ?? no_answer_look_again);
  }
  return (
    <div className="grid gap-2 rounded-md border border-line bg-card p-3">
      <p className="text-sm">
        <span className="font-medium">{pool.nodes.join(', ')}</span>
        <span className="text-muted tabular-nums">
          {' '}
          · {formatUnits(pool.availableToSell)} available to sell ={' '}
          {pool.mode === 'fixed_share'
            ? 'divided by fixed shares, no rights are counted'
            : `rights ${formatUnits(pool.held)} + float ${formatUnits(pool.float)}`}
        </span>
      </p>
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-sm bg-hover">
        {parts.map((part) => (
          <span
            key={part.name}
            style={{ width: `${(part.units / whole) * 100}%`, background: fillOf(part) }}
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {parts.map((part) => (
          <li key={part.name} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-xs" style={{ background: fillOf(part) }} />
            <span className="text-muted">{part.name}</span>
            <span className="font-medium tabular-nums">{formatUnits(part.units)}</span>
          </li>
        ))}
      </ul>
      {pool.float < 0 && (
        <Notice tone={pool.deficit.kind === 'real_shortage' ? 'critical' : 'warning'}>
          {formatUnits(-pool.float)} units more are promised than are there.
        </Notice>
      )}
      {pool.obstacles.map(({ channel, reasons }) => (
        <Notice
          key={channel}
          tone="warning"
          action={
            resume !== null &&
            reasons.includes('watermark_broken') && (
              <Button disabled={busy} onClick={() => void trustAgain(channel)}>
                I have looked: raise again
              </Button>
            )
          }
        >
          No guarantee: {nameOf(channel)} {reasons.map((reason) => obstacleWords[reason]).join('; ')}.
        </Notice>
      ))}
    </div>
  );
}

function fillOf({ series, inHand }: PoolPart): string {
  if (series === null) return 'var(--line-strong)';
  const colour = `var(--series-${(series % 8) + 1})`;
  return inHand ? `color-mix(in oklch, ${colour} 45%, var(--card))` : colour;
}
