'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { tellDone } from '@/components/ui/toast';
import { useEver } from '@/components/use-ever';
import { formatStamp } from '@/lib/shared/format';
import type { ApiKeyView, UserActions } from './user-types';

const CreateKeyDialog = dynamic(() => import('./create-key-dialog').then((module) => module.CreateKeyDialog));

/** Keys by which programs come in. */
export function KeysTab({ actions }: { actions: Pick<UserActions, 'createKey' | 'revokeKey'> }) {
  const [creating, setCreating] = useState(false);
  const everCreating = useEver(creating);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const keys = useQuery({
    queryKey: queryKeys.apiKeys,
    queryFn: ({ signal }) => readJson<{ items: ApiKeyView[] }>('/api/ui/api-keys', signal),
  });
  const { data } = keys;
  if (keys.isError && data === undefined)
    return <ReadFailure what="the API keys" error={keys.error} onRetry={() => void keys.refetch()} />;
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <KeyRound aria-hidden />
      Create a key
    </Button>
  );
  return (
    <div className="grid min-w-0 gap-4">
      {data.items.length === 0 ? (
        <EmptyState icon={KeyRound} title="There are no API keys yet" action={create}>
          <p>A shop, a warehouse system or a script reports events and reads stock under a key of its own.</p>
        </EmptyState>
      ) : (
        <>
          <div className="flex justify-end">{create}</div>
          <KeysTable keys={data.items} onRevoke={setRevoking} />
        </>
      )}
      {everCreating && (
        <CreateKeyDialog create={actions.createKey} open={creating} onClose={() => setCreating(false)} />
      )}
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => {
          if (!open) setRevoking(null);
        }}
        title={`Revoke the key ${revoking?.name}?`}
        confirm={`Revoke ${revoking?.name}`}
        onConfirm={async () => {
          if (revoking === null) return undefined;
          const answer = await actions.revokeKey(revoking.id);
          if (!answer.ok) return answer.detail;
          tellDone(`${revoking.name} is revoked`);
          return undefined;
        }}
      >
        <p>Its next request is refused. A revoked key cannot be brought back: create a new one.</p>
      </ConfirmDialog>
    </div>
  );
}

function KeysTable({ keys, onRevoke }: { keys: readonly ApiKeyView[]; onRevoke: (key: ApiKeyView) => void }) {
  return (
    <TableFrame label="API keys">
      <Table>
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Begins with</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell>Limited to</HeadCell>
            <HeadCell>Last used</HeadCell>
            <HeadCell>Created</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <Cell className="font-medium">{key.name}</Cell>
              <Cell className="font-mono text-xs">{key.prefix}_…</Cell>
              <Cell>{key.role}</Cell>
              <Cell className="max-w-72 truncate text-muted">{limitsOf(key)}</Cell>
              <Cell className="tabular-nums">
                {key.lastUsedAt === null ? 'never' : formatStamp(key.lastUsedAt)}
              </Cell>
              <Cell className="text-muted tabular-nums">
                {formatStamp(key.createdAt)}, {key.createdBy}
              </Cell>
              <Cell>
                {key.revokedAt === null ? (
                  <Badge tone="good">Valid</Badge>
                ) : (
                  <Badge tone="neutral">Revoked {formatStamp(key.revokedAt)}</Badge>
                )}
              </Cell>
              <Cell className="text-right">
                {key.revokedAt === null && (
                  <Button look="bare" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                    Revoke…
                  </Button>
                )}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function limitsOf({ sources, channels, nodes }: ApiKeyView): string {
  const limits = [
    ['sources', sources],
    ['channels', channels],
    ['nodes', nodes],
  ] as const;
  const said = limits.flatMap(([word, limit]) => (limit === null ? [] : [`${word} ${limit.join(', ')}`]));
  return said.length === 0 ? 'nothing' : said.join('; ');
}
