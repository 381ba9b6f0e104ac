'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { tellDone } from '@/components/ui/toast';
import type { SaveTolerance, ToleranceItem } from '@/lib/discrepancies/tolerance';

type Save = (
  input: SaveTolerance,
) => Promise<{ ok: true; version: number } | { ok: false; code: string; detail: string }>;

const classWords: Record<ToleranceItem['class'], string> = {
  A: 'The SKUs that make the first 80 % of what is sold',
  B: 'The next 15 %',
  C: 'The rest, and what did not sell',
};

/** How far a number may be off before it is a case, and before a count is made again. */
export function ToleranceScreen({ save }: { save: Save | null }) {
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: queryKeys.tolerances,
    queryFn: ({ signal }) => readJson<{ items: ToleranceItem[] }>('/api/ui/tolerances', signal),
  });
  return (
    <div className="grid max-w-3xl min-w-0 gap-4">
      <PageHead
        title="Tolerance"
        note="The larger of the two counts."
        actions={
          <Link href="/discrepancies" className={buttonClasses({})}>
            To the discrepancies
          </Link>
        }
      />
      {isPending && <Skeleton className="h-40" />}
      {isError && <ReadFailure what="the tolerances" error={error} onRetry={() => void refetch()} />}
      {data?.items.map((item) => (
        <ClassTolerance key={`${item.class} ${item.version}`} item={item} save={save} />
      ))}
    </div>
  );
}

function ClassTolerance({ item, save }: { item: ToleranceItem; save: Save | null }) {
  const client = useQueryClient();
  const [units, setUnits] = useState<number | null>(item.units);
  const [percent, setPercent] = useState(String(item.percent));
  const [failure, setFailure] = useState<string>();
  const changed = units !== item.units || Number(percent) !== item.percent;

  async function keep() {
    const share = Number(percent);
    if (units === null || percent.trim() === '' || !(share >= 0 && share <= 100)) {
      setFailure('Enter whole units, and a share from 0 to 100 %.');
      return;
    }
    const answer = await save?.({ class: item.class, units, percent: share, seen: item.version }).catch(
      () => null,
    );
    if (answer === undefined) return;
    if (answer === null) return setFailure('The server did not answer. Look again before you repeat it.');
    if (!answer.ok) setFailure(answer.detail);
    else tellDone(`Class ${item.class}: ${units} units or ${share} %`);
    await client.invalidateQueries({ queryKey: queryKeys.tolerances });
  }

  return (
    <section
      aria-label={`Class ${item.class}`}
      className="grid gap-3 rounded-md border border-line bg-card p-4"
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-base font-semibold">Class {item.class}</h2>
        <p className="text-sm text-muted">{classWords[item.class]}</p>
      </div>
      <div className="flex flex-wrap items-end gap-4">
        <Field label="Units, whatever the stock">
          <NumberField
            label={`Units of class ${item.class}`}
            value={units}
            min={0}
            max={1_000_000}
            disabled={save === null}
            onChange={setUnits}
          />
        </Field>
        <Field label="Share of the books, %">
          <Input
            aria-label={`Share of class ${item.class}, %`}
            inputMode="decimal"
            className="w-24 text-right tabular-nums"
            value={percent}
            disabled={save === null}
            onChange={(event) => setPercent(event.currentTarget.value)}
          />
        </Field>
        {save !== null && (
          <Button look="primary" disabled={!changed} onClick={() => void keep()}>
            Keep class {item.class}
          </Button>
        )}
      </div>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
    </section>
  );
}
