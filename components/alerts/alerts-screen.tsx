'use client';

import { BellOff } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { isTyping } from '@/components/is-typing';
import { useChannelName, useNodeName } from '@/components/movements/use-node-name';
import { ChannelSelect, NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { ChoiceFilter, choicesOf } from '@/components/table/choice-filter';
import { DataTable } from '@/components/table/data-table';
import { type Selection, selectedCount } from '@/components/table/selection';
import { useList } from '@/components/table/use-list';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { Tabs } from '@/components/ui/tabs';
import { useEver } from '@/components/use-ever';
import { useNow } from '@/components/use-now';
import type { AlertSelection } from '@/lib/alerts/alert-filters';
import type { AlertItem } from '@/lib/alerts/alert-item';
import { severities } from '@/lib/alerts/rules';
import { formatUnits } from '@/lib/shared/format';
import { alertColumns } from './alert-columns';
import type { Asking } from './alert-dialogs';
import { type AlertActions, severityWords } from './alert-types';
import { RuleGroups } from './rule-groups';
import { useAlertCounts } from './use-alert-counts';
import { useHandleAlerts } from './use-handle-alerts';

const severityChoices = choicesOf(severities, (severity) => severityWords[severity]);

const AlertDrawer = dynamic(() => import('./alert-drawer').then((module) => module.AlertDrawer));
const AlertDialogs = dynamic(() => import('./alert-dialogs').then((module) => module.AlertDialogs));

const text = parseAsString.withDefault('');
const filters = { rule: text, severity: text, sku: text, node: text, channel: text };
const tabs = ['open', 'acknowledged', 'snoozed', 'resolved'] as const;
const tabWords = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
} as const;
const empties = {
  open: 'Nothing is wrong',
  acknowledged: 'Nobody has an alert in hand',
  snoozed: 'Nothing is snoozed',
  resolved: 'No alert has been resolved yet',
} as const;

const keyOf = (item: AlertItem) => item.id;
const selectionOf = (selection: Selection): AlertSelection =>
  selection.kind === 'matching' ? { query: selection.query } : { ids: [...selection.keys] };

/** The feed: what is wrong, the worst first. `actions` is null where the role may look only. */
export function AlertsScreen({ actions }: { actions: AlertActions | null }) {
  const nodeName = useNodeName();
  const channelName = useChannelName();
  const nowMs = useNow();
  const { data: counts } = useAlertCounts();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('open'));
  const [suppressed, setSuppressed] = useQueryState('suppressed', parseAsBoolean.withDefault(false));
  const [opened, setOpened] = useQueryState('alert', parseAsString.withOptions({ history: 'push' }));
  const [asking, setAsking] = useState<Asking | null>(null);
  const everOpened = useEver(opened !== null);
  const everAsked = useEver(asking !== null);
  const handle = useHandleAlerts(actions);
  const fixed = useMemo(
    () => ({ status: tab, ...(tab === 'open' ? { suppressed: suppressed ? 'yes' : 'no' } : {}) }),
    [tab, suppressed],
  );
  const list = useList<AlertItem, typeof filters>({
    name: 'alerts',
    path: '/api/ui/alerts',
    filters,
    sort: { sort: 'severity', direction: 'ascending' },
    fixed,
  });
  const { values, setValues, items } = list;
  const acknowledge = (item: AlertItem) => void handle({ ids: [item.id] }, { action: 'acknowledge' });
  const ask = (what: Asking['what'], item: AlertItem) =>
    setAsking({ what, selection: { ids: [item.id] }, count: 1 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `acknowledge` is made anew with every drawing and always does the same.
  const columns = useMemo(
    () =>
      alertColumns({ nodeName, channelName, nowMs, acknowledge: actions === null ? null : acknowledge }, tab),
    [nodeName, channelName, nowMs, tab, actions],
  );
  useAlertKeys(actions === null || tab === 'resolved' ? null : items, (key, item) => {
    if (key === 'a') acknowledge(item);
    else if (key === 's') ask('snooze', item);
    else if (key === 'm') ask('assign', item);
    else if (actions?.mayResolve) ask('resolve', item);
  });
  // Asked from within the drawer they belong to it, or it would keep the focus from them.
  const dialogs = everAsked && (
    <AlertDialogs asking={asking} onClose={() => setAsking(null)} handle={handle} />
  );
  const count = (of: (typeof tabs)[number]) =>
    of === 'resolved' || counts === undefined ? undefined : formatUnits(counts[of]);
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Alerts"
        note="What is wrong, the worst first."
        actions={
          <>
            <Link href="/alerts/thresholds" className={buttonClasses({})}>
              Thresholds
            </Link>
            <Link href="/alerts/silences" className={buttonClasses({})}>
              Silences
            </Link>
            {actions?.mayDeliver && (
              <Link href="/alerts/delivery" className={buttonClasses({})}>
                Delivery
              </Link>
            )}
          </>
        }
      />
      <Tabs
        label="Alerts"
        value={tab}
        onChange={(next) => void setTab(next)}
        tabs={tabs.map((value) => ({ value, label: tabWords[value], count: count(value) }))}
      >
        <div className="grid min-w-0 gap-3">
          {tab === 'open' && !suppressed && (
            <RuleGroups
              rules={counts?.rules ?? []}
              chosen={values.rule}
              onChoose={(rule) => void setValues({ rule: rule || null })}
            />
          )}
          <DataTable
            list={list}
            label={`${tabWords[tab]} alerts`}
            columns={columns}
            keyOf={keyOf}
            onOpen={(item) => void setOpened(item.id)}
            openKey={opened}
            csv
            toolbar={
              <>
                <ChoiceFilter
                  label="Severity"
                  none="Any severity"
                  value={values.severity}
                  choices={severityChoices}
                  onChange={(severity) => void setValues({ severity })}
                />
                <SkuPicker
                  className="w-40"
                  value={values.sku}
                  onChange={(sku) => void setValues({ sku: sku || null })}
                />
                <ChannelSelect
                  value={values.channel}
                  onChange={(channel) => void setValues({ channel: channel || null })}
                />
                <NodeSelect
                  label="At node"
                  none="Any node"
                  value={values.node}
                  onChange={(node) => void setValues({ node: node || null })}
                />
                {tab === 'open' && (
                  <Checkbox checked={suppressed} onChange={(next) => void setSuppressed(next || null)}>
                    Suppressed
                  </Checkbox>
                )}
              </>
            }
            empty={
              <EmptyState icon={BellOff} title={empties[tab]}>
                <p>
                  Listings below their threshold, SKUs below safety stock, ledger against physical, channels
                  that are late, silent or drift: each shows here within seconds, once.
                </p>
              </EmptyState>
            }
            {...(actions === null || tab === 'resolved'
              ? {}
              : {
                  bulk: (selection: Selection, clear: () => void) => (
                    <BulkButtons
                      selection={selection}
                      mayResolve={actions.mayResolve}
                      onAcknowledge={() => {
                        void handle(selectionOf(selection), { action: 'acknowledge' });
                        clear();
                      }}
                      onAsk={(what) => {
                        setAsking({
                          what,
                          selection: selectionOf(selection),
                          count: selectedCount(selection),
                        });
                        clear();
                      }}
                    />
                  ),
                })}
          />
        </div>
      </Tabs>
      {everOpened && (
        <AlertDrawer
          id={opened}
          names={{ nodeName, channelName }}
          actions={actions}
          onAcknowledge={acknowledge}
          onAsk={ask}
          onOpen={(id) => void setOpened(id)}
          onClose={() => void setOpened(null, { history: 'replace' })}
        >
          {opened !== null && dialogs}
        </AlertDrawer>
      )}
      {opened === null && dialogs}
    </div>
  );
}

interface BulkProps {
  selection: Selection;
  mayResolve: boolean;
  onAcknowledge: () => void;
  onAsk: (what: Asking['what']) => void;
}

function BulkButtons({ selection, mayResolve, onAcknowledge, onAsk }: BulkProps) {
  const count = formatUnits(selectedCount(selection));
  return (
    <>
      <Button look="primary" onClick={onAcknowledge}>
        Acknowledge {count}
      </Button>
      <Button onClick={() => onAsk('snooze')}>Snooze…</Button>
      <Button onClick={() => onAsk('assign')}>Assign…</Button>
      {mayResolve && <Button onClick={() => onAsk('resolve')}>Resolve…</Button>}
    </>
  );
}

const keys = ['a', 's', 'm', 'r'] as const;

/** Letters act on the row that has the focus. Null: there is nothing to act on. */
function useAlertKeys(
  items: readonly AlertItem[] | null,
  act: (key: (typeof keys)[number], item: AlertItem) => void,
): void {
  useEffect(() => {
    if (items === null) return;
    const onKey = (event: KeyboardEvent) => {
      const key = keys.find((each) => each === event.key);
      if (key === undefined || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]');
      const item = items.find(({ id }) => id === row?.dataset.row);
      if (item === undefined) return;
      event.preventDefault();
      act(key, item);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}
