'use client';

import { useState } from 'react';
import type { Selection } from '@/components/table/selection';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Drawer } from '@/components/ui/drawer';
import { Notice } from '@/components/ui/notice';
import { tellDone } from '@/components/ui/toast';
import type { BulkPreview } from '@/lib/catalog/bulk-edit';
import { formatUnits } from '@/lib/shared/format';
import { BulkChange, type BulkDraft, bulkChangeOf } from './bulk-change';
import { BulkPreviewView } from './bulk-preview';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { useCatalogueChanged } from './use-catalogue-changed';

export interface BulkProps {
  of: 'skus' | 'listings';
  selection: Selection;
  actions: CatalogueActions;
  rights: CatalogueRights;
  onDone: () => void;
}

/** What shall change, and how each row would look, before it is applied as it was looked at. */
export function BulkDrawer({
  of,
  selection,
  actions,
  rights,
  onClose,
  onDone,
}: BulkProps & { onClose: () => void }) {
  const [draft, setDraft] = useState<BulkDraft>({
    field: of === 'listings' ? 'buffer' : rights.skusAndNodes ? 'category' : 'safety_stock',
    clear: false,
  });
  const [shown, setShown] = useState<{ edit: unknown; preview: BulkPreview } | null>(null);
  const [leaveOut, setLeaveOut] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const changed = useCatalogueChanged();

  async function run(work: () => Promise<string | undefined>) {
    setBusy(true);
    setFailure(undefined);
    try {
      setFailure(await work());
    } catch {
      setFailure('The server did not answer. Look at the preview again before you repeat it.');
    } finally {
      setBusy(false);
    }
  }

  const preview = () =>
    run(async () => {
      const change = bulkChangeOf(draft);
      if (change === null) return 'Say what it shall be.';
      const edit = { ...change, selection: selectionOf(of, selection) };
      const previewed = await actions.previewBulk(edit);
      if (!previewed.ok) return previewed.detail;
      setLeaveOut(false);
      setShown({ edit, preview: previewed.preview });
      return undefined;
    });

  const apply = () =>
    run(async () => {
      if (shown === null) return undefined;
      const applied = await actions.applyBulk({
        edit: shown.edit,
        token: shown.preview.token,
        leaveOutRefused: leaveOut,
      });
      if (!applied.ok) {
        setShown(null);
        return applied.detail;
      }
      const { report } = applied;
      changed();
      tellDone(
        `${formatUnits(report.changed)} changed, ${formatUnits(report.unchanged)} were so already${report.refused > 0 ? `, ${formatUnits(report.refused)} left out` : ''}`,
      );
      onClose();
      onDone();
      return undefined;
    });

  const counts = shown?.preview;
  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={shown === null ? 'Edit together' : 'What will change'}
      description="Nothing is written before you have seen what it does."
      footer={
        counts === undefined ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" disabled={busy} onClick={() => void preview()}>
              {busy ? 'Looking…' : 'Preview'}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => setShown(null)}>Back</Button>
            <Button
              look="primary"
              disabled={busy || counts.changed === 0 || (counts.refused > 0 && !leaveOut)}
              onClick={() => void apply()}
            >
              {busy ? 'Writing…' : `Change ${formatUnits(counts.changed)} rows`}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-4">
        {failure !== undefined && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        {shown === null ? (
          <BulkChange of={of} rights={rights} draft={draft} onChange={setDraft} />
        ) : (
          <>
            <BulkPreviewView preview={shown.preview} />
            {shown.preview.refused > 0 && (
              <Checkbox checked={leaveOut} onChange={setLeaveOut}>
                Leave these {formatUnits(shown.preview.refused)} rows out and change the others
              </Checkbox>
            )}
          </>
        )}
      </div>
    </Drawer>
  );
}

/** The keys that were ticked, or the filters of the list. */
function selectionOf(of: 'skus' | 'listings', selection: Selection): unknown {
  if (selection.kind === 'matching') {
    const query = Object.fromEntries(new URLSearchParams(selection.query));
    const { sort: _, direction: __, ...filters } = query;
    return { by: 'query', query: filters };
  }
  if (of === 'skus') return { by: 'keys', skus: [...selection.keys] };
  return {
    by: 'keys',
    listings: [...selection.keys].map((key) => {
      const [sku, channel, location] = JSON.parse(key) as [string, string, string | null];
      return { sku, channel, ...(location === null ? {} : { location }) };
    }),
  };
}
