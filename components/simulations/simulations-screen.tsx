'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsArrayOf, parseAsFloat, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { DecimalInput } from '@/components/catalogue/form-fields';
import { no_answer_look_again } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { PageHead } from '@/components/ui/page-head';
import { ProgressBar } from '@/components/ui/progress-bar';
import { ReadFailure } from '@/components/ui/read-failure';
import { tellFailed } from '@/components/ui/toast';
import type { SimulationRun } from '@/lib/simulation/parameters';
import { HistoryFields } from './history-fields';
import { ResultsView } from './results-view';
import { policyWords, scenarioWords } from './simulation-words';

interface Props {
  scenarios: readonly string[];
  policies: readonly string[];
  /** Null: the role may look only. */
  actions: {
    request: (asked: unknown) => Promise<{ ok: true } | { ok: false; detail: string }>;
    cancel: (run: string) => Promise<{ ok: true } | { ok: false; detail: string }>;
  } | null;
}

const questions = {
  scenarios: parseAsArrayOf(parseAsString).withDefault(['small8']),
  from: parseAsString.withDefault(''),
  to: parseAsString.withDefault(''),
  sku: parseAsString.withDefault(''),
  stock: parseAsFloat.withDefault(0),
  policies: parseAsArrayOf(parseAsString).withDefault(['fullPool', 'strict']),
  seed: parseAsInteger.withDefault(101),
  seeds: parseAsInteger.withDefault(3),
  demand: parseAsFloat.withDefault(1),
  delay: parseAsFloat.withDefault(1),
  outage: parseAsInteger.withDefault(0),
};
const progress_refresh_ms = 1_000;

/** Plays a stretch of trade under several policies and compares them. All that decides it stands in the address. */
export function SimulationsScreen({ scenarios, policies, actions }: Props) {
  const client = useQueryClient();
  const [asked, setAsked] = useQueryStates(questions);
  const [busy, setBusy] = useState(false);
  const { outage: outageMinutes, from, to, sku, stock, ...rest } = asked;
  const history =
    from === '' || to === ''
      ? null
      : { from, to, sku: sku === '' ? null : sku, stockShare: stock === 0 ? null : stock };
  const question = {
    ...rest,
    scenarios: [...asked.scenarios].sort(),
    policies: [...asked.policies].sort(),
    history,
    outageMinutes,
  };
  const isComplete =
    asked.policies.length > 0 && (asked.scenarios.length > 0 || history !== null) && !(from > to);
  const key = JSON.stringify(question);
  const found = useQuery({
    queryKey: queryKeys.simulation(key),
    queryFn: ({ signal }) =>
      readJson<{ run: SimulationRun | null }>(
        `/api/ui/simulation?${new URLSearchParams({ asked: key })}`,
        signal,
      ),
    enabled: isComplete,
    refetchInterval: ({ state }) =>
      ['queued', 'running'].includes(state.data?.run?.status ?? '') ? progress_refresh_ms : false,
  });
  const run = found.data?.run ?? null;
  const open = run?.status === 'queued' || run?.status === 'running';
  const done = run?.status === 'done';

  async function act(work: () => Promise<{ ok: true } | { ok: false; detail: string }>) {
    setBusy(true);
    const answer = await work().catch(() => null);
    setBusy(false);
    await client.invalidateQueries({ queryKey: queryKeys.simulation(key) });
    if (!answer?.ok) tellFailed(answer?.detail ?? no_answer_look_again);
  }

  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Simulations"
        note="The same customers under different policies. The address holds everything: the same link, the same numbers."
      />
      <section aria-label="What is played" className="grid gap-4 rounded-md border border-line bg-card p-4">
        <div className="grid grid-cols-[repeat(auto-fill,minmax(190px,1fr))] items-start gap-4">
          <Field label="First seed">
            <NumberField value={asked.seed} min={0} onChange={(seed) => void setAsked({ seed: seed ?? 0 })} />
          </Field>
          <Field label="Seeds" hint="Runs per policy, at most 50">
            <NumberField
              value={asked.seeds}
              min={1}
              max={50}
              onChange={(seeds) => void setAsked({ seeds: seeds ?? 1 })}
            />
          </Field>
          <Field label="Demand ×">
            <DecimalInput
              name="demand"
              value={asked.demand}
              onBlur={() => undefined}
              onChange={(demand) => void setAsked({ demand: demand ?? 1 })}
            />
          </Field>
          <Field label="Delays ×" hint="Of reports and pushes">
            <DecimalInput
              name="delay"
              value={asked.delay}
              onBlur={() => undefined}
              onChange={(delay) => void setAsked({ delay: delay ?? 1 })}
            />
          </Field>
          <Field label="Outage (minutes)" hint="Of the busiest channel">
            <NumberField
              value={asked.outage}
              min={0}
              max={2880}
              onChange={(outage) => void setAsked({ outage: outage ?? 0 })}
            />
          </Field>
        </div>
        <fieldset className="grid grid-cols-[repeat(auto-fill,minmax(270px,1fr))] gap-x-5 gap-y-2">
          <legend className="pb-2 text-sm font-medium">Scenarios</legend>
          {scenarios.map((name) => (
            <Checkbox
              key={name}
              checked={asked.scenarios.includes(name)}
              onChange={(checked) => void setAsked({ scenarios: toggled(asked.scenarios, name, checked) })}
            >
              {scenarioWords[name] ?? name}
            </Checkbox>
          ))}
        </fieldset>
        <HistoryFields value={{ from, to, sku, stock }} onChange={(change) => void setAsked(change)} />
        <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
          <legend className="pb-2 text-sm font-medium">Policies</legend>
          {policies.map((name) => (
            <Checkbox
              key={name}
              checked={asked.policies.includes(name)}
              onChange={(checked) => void setAsked({ policies: toggled(asked.policies, name, checked) })}
            >
              {policyWords[name] ?? name}
            </Checkbox>
          ))}
        </fieldset>
        <div className="flex flex-wrap items-center gap-3">
          {actions !== null && !done && !open && (
            <Button
              look="primary"
              disabled={busy || !isComplete || found.isPending}
              onClick={() => void act(() => actions.request(question))}
            >
              Run
            </Button>
          )}
          {actions !== null && open && run !== null && (
            <Button disabled={busy} onClick={() => void act(() => actions.cancel(run.run))}>
              Cancel
            </Button>
          )}
          {open && run !== null && (
            <div className="min-w-60 grow">
              <ProgressBar
                label={run.status === 'queued' ? 'Waits for the worker' : 'Playing'}
                done={run.done}
                total={run.total}
                unit="rows"
              />
            </div>
          )}
          {!open && !done && (
            <p className="text-sm text-muted">
              {run?.status === 'cancelled'
                ? 'It was cancelled.'
                : actions === null
                  ? 'Nobody has run this yet; a manager may.'
                  : isComplete
                    ? 'Not run yet with these numbers.'
                    : 'Choose a policy, and a scenario or a stretch of history.'}
            </p>
          )}
        </div>
        {run?.status === 'failed' && (
          <Notice tone="critical" urgent>
            It could not be played to its end. Run it again, or choose other numbers.
          </Notice>
        )}
      </section>
      {found.isError && (
        <ReadFailure what="this simulation" error={found.error} onRetry={() => void found.refetch()} />
      )}
      {run !== null &&
        [...new Set(run.results.map(({ scenario }) => scenario))].map((scenario) => (
          <ResultsView
            key={scenario}
            scenario={scenario}
            results={run.results.filter((row) => row.scenario === scenario)}
          />
        ))}
    </div>
  );
}

function toggled(chosen: readonly string[], name: string, checked: boolean): string[] {
  return checked ? [...chosen, name] : chosen.filter((each) => each !== name);
}
