'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { type ReactNode, useState } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type Resolver,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { z } from 'zod';
import { no_answer_to_save } from '@/components/no-answer';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Notice } from '@/components/ui/notice';
import { tellDone } from '@/components/ui/toast';
import type { FieldConflict } from '@/lib/catalog/entries';
import type { Saved } from './catalogue-types';
import { ConflictPanel } from './conflict-panel';
import { useCatalogueChanged } from './use-catalogue-changed';

interface Props<Values extends FieldValues> {
  title: string;
  description?: string;
  /** The schema of the API for this entry. */
  schema: z.ZodType<Values>;
  defaults: DefaultValues<Values>;
  /** The version the form was filled from; null: a new one. */
  seen: number | null;
  save: (values: Values, seen: number | null) => Promise<Saved>;
  /** Says what was saved. */
  saved: string;
  onClose: () => void;
  /** Above the fields: a banner, actions. */
  lead?: ReactNode;
  /** False: can be looked at only. */
  writable?: boolean;
  children: (form: UseFormReturn<Values>) => ReactNode;
}

/** Creates or edits one thing of the catalogue; what somebody else saved meanwhile is shown beside what is typed. */
export function EntryDrawer<Values extends FieldValues>({
  title,
  description,
  schema,
  defaults,
  seen,
  save,
  saved,
  onClose,
  lead,
  writable = true,
  children,
}: Props<Values>) {
  const form = useForm<Values>({
    defaultValues: defaults,
    resolver: zodResolver(schema as never) as unknown as Resolver<Values>,
  });
  const [version, setVersion] = useState(seen);
  const [failure, setFailure] = useState<string>();
  const [conflicts, setConflicts] = useState<FieldConflict[] | null>(null);
  const changed = useCatalogueChanged();

  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    let result: Saved;
    try {
      result = await save(values, version);
    } catch {
      setFailure(no_answer_to_save);
      return;
    }
    if (result.status === 'saved') {
      changed();
      tellDone(saved);
      onClose();
      return;
    }
    if (result.status === 'conflict') {
      setVersion(result.version);
      setConflicts(result.fields);
      changed();
      return;
    }
    for (const { field, detail } of result.errors)
      if (field !== '') form.setError(field as Path<Values>, { message: detail });
    setFailure(result.detail);
  });

  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={description}
      footer={
        writable ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" form="entry-form" disabled={form.formState.isSubmitting}>
              {form.formState.isSubmitting ? 'Saving…' : seen === null ? 'Create' : 'Save'}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )
      }
    >
      <div className="grid gap-4">
        {lead}
        {conflicts !== null && (
          <ConflictPanel
            fields={conflicts}
            onTheirs={(conflict) => {
              form.setValue(conflict.field as Path<Values>, conflict.theirs as never, { shouldDirty: true });
              setConflicts(conflicts.filter(({ field }) => field !== conflict.field));
            }}
          />
        )}
        {failure !== undefined && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        <form id="entry-form" noValidate onSubmit={(event) => void submit(event)}>
          <fieldset disabled={!writable} className="grid min-w-0 gap-4">
            {children(form)}
          </fieldset>
        </form>
      </div>
    </Drawer>
  );
}
