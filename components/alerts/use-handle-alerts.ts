'use client';

import { useQueryClient } from '@tanstack/react-query';
import { no_answer_look_again } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { AlertSelection } from '@/lib/alerts/alert-filters';
import type { HandledItem } from '@/lib/alerts/alert-item';
import type { AlertAction } from '@/lib/alerts/handle';
import { formatUnits } from '@/lib/shared/format';
import type { AlertActions } from './alert-types';

const doneWords: Record<Exclude<AlertAction['action'], 'undo'>, string> = {
  acknowledge: 'acknowledged',
  snooze: 'snoozed',
  resolve: 'resolved',
  assign: 'assigned',
};

/** Does something with alerts, says what became of it, and offers to take it back. True where all went well. */
export function useHandleAlerts(actions: AlertActions | null) {
  const client = useQueryClient();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: queryKeys.lists });
    void client.invalidateQueries({ queryKey: queryKeys.alertCounts });
  };

  async function undo(done: { id: string; version: number }[]) {
    const answer = await actions?.undo(done).catch(() => null);
    if (!answer) tellFailed(no_answer_look_again);
    else if (!answer.ok) tellFailed(answer.detail);
    else {
      const failed = firstFailed(answer.items);
      if (failed === undefined) tellDone(`${alertsIn(done.length)} as before`);
      else tellFailed(failed.detail);
    }
    refresh();
  }

  return async (selection: AlertSelection, action: Exclude<AlertAction, { action: 'undo' }>) => {
    if (actions === null) return false;
    const answer = await actions.handle(selection, action).catch(() => null);
    refresh();
    if (answer === null || !answer.ok) {
      tellFailed(answer?.detail ?? no_answer_look_again);
      return false;
    }
    const done = answer.items.flatMap((item) => (item.ok ? [{ id: item.id, version: item.version }] : []));
    const failed = firstFailed(answer.items);
    if (done.length > 0)
      tellDone(`${alertsIn(done.length)} ${doneWords[action.action]}`, () => void undo(done));
    if (failed !== undefined)
      tellFailed(
        answer.items.length === 1
          ? failed.detail
          : `${alertsIn(answer.items.length - done.length)} left as they were: ${failed.detail}`,
      );
    return failed === undefined;
  };
}

export type HandleAlerts = ReturnType<typeof useHandleAlerts>;

function firstFailed(items: readonly HandledItem[]) {
  return items.find((item): item is Extract<HandledItem, { ok: false }> => !item.ok);
}

export function alertsIn(count: number): string {
  return count === 1 ? '1 alert' : `${formatUnits(count)} alerts`;
}
