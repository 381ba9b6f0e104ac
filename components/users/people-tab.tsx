'use client';

import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { no_answer } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { tellDone, tellFailed } from '@/components/ui/toast';
import { useEver } from '@/components/use-ever';
import type { User } from '@/lib/access/user';
import { formatStamp } from '@/lib/shared/format';
import { OpenInvites } from './open-invites';
import type { People, UserActions } from './user-types';

const RightsDialog = dynamic(() => import('./rights-dialog').then((module) => module.RightsDialog));
const InviteDialog = dynamic(() => import('./invite-dialog').then((module) => module.InviteDialog));

/** Who may sign in, with what rights. */
export function PeopleTab({ actions }: { actions: UserActions }) {
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<User | null>(null);
  const everInviting = useEver(inviting);
  const everEditing = useEver(editing !== null);
  const [leaving, setLeaving] = useState<User | null>(null);
  const people = useQuery({
    queryKey: queryKeys.people,
    queryFn: ({ signal }) => readJson<People>('/api/ui/people', signal),
  });
  const { data } = people;
  if (people.isError && data === undefined)
    return <ReadFailure what="the users" error={people.error} onRetry={() => void people.refetch()} />;
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  return (
    <div className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <OwnVariancesSwitch value={data.settings.mayApproveOwnVariances} change={actions.changeSetting} />
        <Button look="primary" className="ml-auto" onClick={() => setInviting(true)}>
          <UserPlus aria-hidden />
          Invite somebody
        </Button>
      </div>
      <UsersTable
        people={data}
        onEdit={setEditing}
        onDeactivate={setLeaving}
        onReactivate={async (user) => {
          const answer = await actions.reactivate(user.id).catch(() => null);
          if (answer?.ok) tellDone(`${user.name} may sign in again`);
          else tellFailed(answer?.detail ?? no_answer);
        }}
      />
      <OpenInvites invites={data.invites} withdraw={actions.withdrawInvite} />
      {everInviting && (
        <InviteDialog invite={actions.invite} open={inviting} onClose={() => setInviting(false)} />
      )}
      {everEditing && (
        <RightsDialog user={editing} change={actions.changeRights} onClose={() => setEditing(null)} />
      )}
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => {
          if (!open) setLeaving(null);
        }}
        title={`Deactivate ${leaving?.name}?`}
        confirm={`Deactivate ${leaving?.name}`}
        onConfirm={async () => {
          if (leaving === null) return undefined;
          const answer = await actions.deactivate(leaving.id);
          if (!answer.ok) return answer.detail;
          tellDone(`${leaving.name} is deactivated`);
          return undefined;
        }}
      >
        <p>
          They are signed out everywhere at once and cannot sign in. What they did stays in ledger and audit
          log under their name. You can let them in again.
        </p>
      </ConfirmDialog>
    </div>
  );
}

function UsersTable({
  people,
  onEdit,
  onDeactivate,
  onReactivate,
}: {
  people: People;
  onEdit: (user: User) => void;
  onDeactivate: (user: User) => void;
  onReactivate: (user: User) => void;
}) {
  const nodeName = useNodeName();
  return (
    <TableFrame label="Users">
      <Table>
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>E-mail</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell>Works at</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Last seen</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {people.users.map((user) => (
            <tr key={user.id}>
              <Cell className="font-medium">
                {user.name}
                {user.id === people.self && <span className="font-normal text-muted"> (you)</span>}
              </Cell>
              <Cell>{user.email === '' ? <span className="text-muted">none yet</span> : user.email}</Cell>
              <Cell>{user.role}</Cell>
              <Cell className="max-w-64 truncate">
                {user.nodes.length === 0 ? 'All nodes' : user.nodes.map(nodeName).join(', ')}
              </Cell>
              <Cell>
                {user.active ? <Badge tone="good">Active</Badge> : <Badge tone="neutral">Deactivated</Badge>}
              </Cell>
              <Cell className="tabular-nums">{user.seenAt === null ? '–' : formatStamp(user.seenAt)}</Cell>
              <Cell className="text-right">
                <Button look="bare" aria-label={`Change rights of ${user.name}`} onClick={() => onEdit(user)}>
                  Rights…
                </Button>
                {user.active ? (
                  <Button
                    look="bare"
                    aria-label={`Deactivate ${user.name}`}
                    onClick={() => onDeactivate(user)}
                  >
                    Deactivate…
                  </Button>
                ) : (
                  <Button
                    look="bare"
                    aria-label={`Reactivate ${user.name}`}
                    onClick={() => onReactivate(user)}
                  >
                    Let in again
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

function OwnVariancesSwitch({ value, change }: { value: boolean; change: UserActions['changeSetting'] }) {
  return (
    <Switch
      checked={value}
      onChange={async (next) => {
        const answer = await change({ setting: 'mayApproveOwnVariances', value: next }).catch(() => null);
        if (answer?.ok)
          tellDone(
            next
              ? 'Whoever counted may approve their own variances'
              : 'Somebody else has to approve a variance',
          );
        else tellFailed(answer?.detail ?? no_answer);
      }}
    >
      One-person organisation: whoever counted may approve the variance
    </Switch>
  );
}
