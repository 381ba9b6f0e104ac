'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { schemaResolver } from '@/components/form-resolver';
import { useDimensions } from '@/components/stock/use-dimensions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SelectInput } from '@/components/ui/select-input';
import { newApiKeySchema } from '@/lib/access/api-key';
import { type Role, roles } from '@/lib/access/roles';
import { LimitChecks } from './limit-checks';
import { roleWords } from './role-words';
import { SecretOnce } from './secret-once';
import type { UserActions } from './user-types';

interface Values {
  name: string;
  role: Role;
  /** As typed: with commas between. */
  sources: string;
  channels: string[];
  nodes: string[];
}

const inputOf = ({ name, role, sources, channels, nodes }: Values) => {
  const typed = sources.split(',').flatMap((text) => (text.trim() === '' ? [] : [text.trim()]));
  return {
    name,
    role,
    ...(typed.length > 0 ? { sources: typed } : {}),
    ...(channels.length > 0 ? { channels } : {}),
    ...(nodes.length > 0 ? { nodes } : {}),
  };
};
const resolver = schemaResolver<Values>(async () => newApiKeySchema, inputOf);

interface Props {
  create: UserActions['createKey'];
  open: boolean;
  onClose: () => void;
}

/** Makes a key; it is shown this once. */
export function CreateKeyDialog({ create, open, onClose }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title="Create an API key"
      description="One key per program, with no more rights than it needs."
    >
      <CreateKeyForm create={create} onClose={onClose} />
    </Dialog>
  );
}

function CreateKeyForm({ create, onClose }: Pick<Props, 'create' | 'onClose'>) {
  const dimensions = useDimensions();
  const [made, setMade] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const form = useForm<Values>({
    defaultValues: { name: '', role: 'integration', sources: '', channels: [], nodes: [] },
    resolver,
  });
  const { role, channels, nodes } = form.watch();
  const { errors, isSubmitting } = form.formState;

  async function send(values: Values) {
    setFailure(undefined);
    const answer = await create(inputOf(values)).catch(() => null);
    if (answer === null)
      setFailure('The server did not answer. Look at the list of keys before you try again.');
    else if (answer.ok) setMade(answer.key);
    else setFailure(answer.detail);
  }

  if (made !== undefined)
    return (
      <div className="grid gap-4">
        <SecretOnce label="API key" secret={made}>
          Copy it now: it is shown this once and kept nowhere, here neither.
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
      <Field label="Name" error={errors.name && 'Name the program that will use it.'}>
        <Input autoComplete="off" maxLength={128} {...form.register('name')} />
      </Field>
      <Field label="Role" hint={roleWords[role]}>
        <SelectInput
          aria-label="Role"
          className="w-full"
          value={role}
          onChange={(event) => {
            const next = roles.find((each) => each === event.target.value);
            if (next !== undefined) form.setValue('role', next);
          }}
        >
          {roles.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </SelectInput>
      </Field>
      <Field
        label="Sources"
        hint="Under which names it may report, with commas between. Empty: any."
        error={errors.sources && 'Codes with commas between, such as shop, erp.'}
      >
        <Input autoComplete="off" {...form.register('sources')} />
      </Field>
      <LimitChecks
        legend="Channels"
        none="All channels"
        choices={dimensions.data?.channels.map(({ channel, name }) => ({ code: channel, name })) ?? []}
        value={channels}
        onChange={(next) => form.setValue('channels', next)}
      />
      <LimitChecks
        legend="Nodes"
        none="All nodes"
        choices={dimensions.data?.nodes.map(({ node, name }) => ({ code: node, name })) ?? []}
        value={nodes}
        onChange={(next) => form.setValue('nodes', next)}
      />
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={isSubmitting} className="max-sm:w-full">
          {isSubmitting ? 'Creating…' : 'Create the key'}
        </Button>
      </div>
    </form>
  );
}
