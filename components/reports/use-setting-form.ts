import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { no_answer_to_save } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { tellDone } from '@/components/ui/toast';
import type { Refused } from './report-types';

/** What a form of a setting does when it is sent: its errors, and every figure asked for again where it was taken. */
export function useSettingForm(onClose: () => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  async function send(save: () => Promise<{ ok: true } | Refused>, done: string) {
    setBusy(true);
    setFailure(null);
    setErrors({});
    const answer = await save().catch(() => null);
    setBusy(false);
    if (answer === null) return setFailure(no_answer_to_save);
    if (!answer.ok) {
      const fields = answer.fields ?? (answer.field ? [{ field: answer.field, message: answer.detail }] : []);
      setErrors(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      if (fields.length === 0) setFailure(answer.detail);
      if (answer.code === 'conflict') void client.invalidateQueries({ queryKey: queryKeys.reportSettings });
      return;
    }
    for (const queryKey of [queryKeys.reportSettings, queryKeys.reportRows, ['report']])
      void client.invalidateQueries({ queryKey });
    tellDone(done);
    onClose();
  }
  return { busy, failure, errors, send };
}
