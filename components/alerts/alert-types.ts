import type { AlertSelection } from '@/lib/alerts/alert-filters';
import type { HandledItem } from '@/lib/alerts/alert-item';
import type { AlertAction } from '@/lib/alerts/handle';
import type { Severity } from '@/lib/alerts/rules';

type Done = { ok: true; items: HandledItem[] } | { ok: false; code: string; detail: string };

export interface AlertActions {
  handle: (selection: AlertSelection, action: AlertAction) => Promise<Done>;
  undo: (done: { id: string; version: number }[]) => Promise<Done>;
  mayResolve: boolean;
  /** Set up where alerts are told. */
  mayDeliver: boolean;
}

export const severityWords: Record<Severity, string> = {
  critical: 'Critical',
  warning: 'Warning',
  information: 'Information',
};
