'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { schemaResolver } from '@/components/form-resolver';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { entry_link_hours_max, inviteSchema } from '@/lib/access/entry-link';
import type { UserRole } from '@/lib/access/roles';
import { RightsFields } from './rights-fields';
import { SecretOnce } from './secret-once';
import type { UserActions } from './user-types';

interface Values {
  email: string;
  role: UserRole;
  nodes: string[];
}
const resolver = schemaResolver<Values>(
  async () => inviteSchema,
  (values) => values,
);

/** Invites somebody by a link that lets them in once. */
export function InviteDialog({
  invite,
  open,
  onClose,
}: {
  invite: UserActions['invite'];
  open: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title="Invite somebody"
      description={`They choose a name and a password. The link works once, for ${entry_link_hours_max} hours.`}
    >
      <InviteForm invite={invite} onClose={onClose} />
    </Dialog>
  );
}

function InviteForm({ invite, onClose }: { invite: UserActions['invite']; onClose: () => void }) {
  const [made, setMade] = useState<{ link: string; email: string }>();
  const [failure, setFailure] = useState<string>();
  const form = useForm<Values>({ defaultValues: { email: '', role: 'operator', nodes: [] }, resolver });
  const { role, nodes } = form.watch();
  const { errors, isSubmitting } = form.formState;

  async function send(values: Values) {
    setFailure(undefined);
    const answer = await invite(values).catch(() => null);
    if (answer === null)
      setFailure('The server did not answer. Look at the open invitations before you try again.');
    else if (answer.ok) setMade({ link: answer.link, email: values.email });
    else setFailure(answer.detail);
  }

  if (made !== undefined)
    return (
      <div className="grid gap-4">
        <SecretOnce label="Invitation link" secret={made.link}>
          Send this to {made.email}. It is shown this once; whoever has it comes in as {role}.
        </SecretOnce>
        <div className="flex justify-end">
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    );
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void form.handleSubmit(send)(event)}>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <Field label="E-mail" error={errors.email?.message}>
        <Input type="email" autoComplete="off" {...form.register('email')} />
      </Field>
      <RightsFields
        role={role}
        onRole={(next) => form.setValue('role', next)}
        nodes={nodes}
        onNodes={(next) => form.setValue('nodes', next)}
      />
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={isSubmitting} className="max-sm:w-full">
          {isSubmitting ? 'Making the link…' : 'Make an invitation link'}
        </Button>
      </div>
    </form>
  );
}
