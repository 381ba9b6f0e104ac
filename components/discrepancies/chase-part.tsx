'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import { formatStamp } from '@/lib/shared/format';
import type { CaseView, DiscrepancyActions } from './discrepancy-types';

/** Who was asked about the case, and asking somebody: it stays open until the numbers agree. */
export function ChasePart({ item, chase }: { item: CaseView; chase: DiscrepancyActions['chase'] }) {
  const once = useOnce();
  const [whom, setWhom] = useState('');
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<string>();
  const { sku, node, sequence } = item;

  async function send() {
    if (whom.trim() === '') return setFailure('Say who is asked.');
    const answer = await once
      .send(({ key }) => chase({ key, sku, node, sequence, whom: whom.trim(), note: note.trim() }))
      .catch(() => unanswered);
    if (answer === null) return;
    if (!answer.ok) return setFailure(answer.detail);
    setFailure(undefined);
    tellDone(`Chased: ${whom.trim()}`);
    setWhom('');
    setNote('');
  }

  return (
    <form
      aria-label="Chase"
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {item.chases.length > 0 && (
        <ul className="grid gap-1 text-sm">
          {item.chases.map(({ whom: asked, note: said, by, at }) => (
            <li key={at}>
              <span className="font-medium">{asked}</span>
              {said !== '' && `: ${said}`}{' '}
              <span className="text-muted">
                asked by {by}, {formatStamp(at)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Who is asked">
          <Input value={whom} maxLength={200} onChange={(event) => setWhom(event.currentTarget.value)} />
        </Field>
        <Field label="What" hint="Optional.">
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
        </Field>
      </div>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <Button type="submit" className="justify-self-start" disabled={once.busy}>
        Chase
      </Button>
    </form>
  );
}
