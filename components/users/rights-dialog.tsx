'use client';

import { useState } from 'react';
import { no_answer_look_again } from '@/components/no-answer';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { tellDone } from '@/components/ui/toast';
import type { User } from '@/lib/access/user';
import { RightsFields } from './rights-fields';
import type { UserActions } from './user-types';

interface Props {
  /** Null: closed. */
  user: User | null;
  change: UserActions['changeRights'];
  onClose: () => void;
}

/** Changes what a person may do and at which nodes. */
export function RightsDialog({ user, change, onClose }: Props) {
  return (
    <Dialog
      open={user !== null}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={user === null ? 'Rights' : `Rights of ${user.name}`}
      description="They hold from their next click on."
    >
      {user !== null && <RightsForm key={user.id} user={user} change={change} onClose={onClose} />}
    </Dialog>
  );
}

function RightsForm({ user, change, onClose }: Props & { user: User }) {
  const [role, setRole] = useState(user.role);
  const [nodes, setNodes] = useState<string[]>(user.nodes);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();

  async function save() {
    setBusy(true);
    const answer = await change({ id: user.id, role, nodes }).catch(() => null);
    setBusy(false);
    if (answer === null) return setFailure(no_answer_look_again);
    if (!answer.ok) return setFailure(answer.detail);
    tellDone(`${user.name} is ${role} now`);
    onClose();
  }

  return (
    <div className="grid gap-4">
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <RightsFields role={role} onRole={setRole} nodes={nodes} onNodes={setNodes} />
      <div className="flex justify-end">
        <Button look="primary" disabled={busy} onClick={() => void save()} className="max-sm:w-full">
          {busy ? 'Saving…' : 'Save rights'}
        </Button>
      </div>
    </div>
  );
}
