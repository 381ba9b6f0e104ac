'use client';

import { useNodeName } from '@/components/movements/use-node-name';
import { no_answer } from '@/components/no-answer';
import { Button } from '@/components/ui/button';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { OpenInvite } from '@/lib/access/user';
import { formatInstant } from '@/lib/shared/format';
import type { UserActions } from './user-types';

interface Props {
  invites: readonly OpenInvite[];
  withdraw: UserActions['withdrawInvite'];
}

/** Links that still let somebody in. */
export function OpenInvites({ invites, withdraw }: Props) {
  const nodeName = useNodeName();
  if (invites.length === 0) return null;
  return (
    <section className="grid min-w-0 gap-2">
      <h2 className="text-base font-semibold">Open invitations</h2>
      <TableFrame label="Open invitations">
        <Table>
          <thead>
            <tr>
              <HeadCell>E-mail</HeadCell>
              <HeadCell>Role</HeadCell>
              <HeadCell>Works at</HeadCell>
              <HeadCell>Invited by</HeadCell>
              <HeadCell>Valid until</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {invites.map((invite) => (
              <tr key={invite.id}>
                <Cell className="font-medium">{invite.email}</Cell>
                <Cell>{invite.role}</Cell>
                <Cell>{invite.nodes.length === 0 ? 'All nodes' : invite.nodes.map(nodeName).join(', ')}</Cell>
                <Cell className="text-muted">{invite.createdBy}</Cell>
                <Cell className="tabular-nums">{formatInstant(invite.expiresAt)}</Cell>
                <Cell className="text-right">
                  <Button
                    look="bare"
                    aria-label={`Withdraw the invitation of ${invite.email}`}
                    onClick={async () => {
                      const answer = await withdraw(invite.id).catch(() => null);
                      if (answer?.ok) tellDone(`The invitation of ${invite.email} is withdrawn`);
                      else tellFailed(answer?.detail ?? no_answer);
                    }}
                  >
                    Withdraw
                  </Button>
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
