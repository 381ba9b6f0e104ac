'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { useDimensions } from '@/components/stock/use-dimensions';
import { Drawer } from '@/components/ui/drawer';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import type { PolicyScopeHistory } from '@/lib/allocation/policy-items';
import type { PolicyScope } from '@/lib/allocation/policy-version';
import type { AllocationActions } from './allocation-types';
import { scopeWords } from './rule-words';
import { ScopeEditor } from './scope-editor';

interface Props {
  /** Null: of a new policy; it is asked. */
  scope: PolicyScope | null;
  channelName: string | null;
  actions: AllocationActions;
  writable: boolean;
  onClose: () => void;
}

const noHistory: PolicyScopeHistory = { seen: '', versions: [] };

/** One scope: its rules, its draft, what they would change, and every version there was. */
export function ScopeDrawer({ scope, channelName, actions, writable, onClose }: Props) {
  const client = useQueryClient();
  const dimensions = useDimensions();
  const parameters = new URLSearchParams({ ...(scope ?? {}) }).toString();
  const history = useQuery({
    queryKey: queryKeys.policyScope(parameters),
    queryFn: ({ signal }) => readJson<PolicyScopeHistory>(`/api/ui/policy-scope?${parameters}`, signal),
    enabled: scope !== null,
  });
  const [step, setStep] = useState<'rules' | 'preview' | 'history'>('rules');
  const known = scope === null ? noHistory : history.data;
  const named = new Map(dimensions.data?.channels.map(({ channel, name }) => [channel, name]));
  const title =
    scope === null ? 'New policy' : scopeWords(scope, channelName ?? named.get(scope.channel) ?? null);
  const body =
    known === undefined ? (
      history.isError ? (
        <ReadFailure what="this policy" error={history.error} onRetry={() => void history.refetch()} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )
    ) : null;
  const frame = (children: React.ReactNode, footer?: React.ReactNode) => (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={step === 'preview' ? 'What would change. Nothing is written yet.' : 'Allocation policy'}
      className="w-[min(860px,100vw)]"
      footer={footer}
    >
      {children}
    </Drawer>
  );
  if (known === undefined) return frame(body);
  return (
    <ScopeEditor
      scope={scope}
      history={known}
      actions={actions}
      writable={writable}
      step={step}
      onStep={setStep}
      nameOf={(channel) => named.get(channel) ?? channel}
      onChanged={() => void client.invalidateQueries({ queryKey: queryKeys.live })}
      onClose={onClose}
      frame={frame}
    />
  );
}
