'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Notice } from '@/components/ui/notice';
import type { useSettingForm } from './use-setting-form';

interface Props {
  title: string;
  description: string;
  form: Pick<ReturnType<typeof useSettingForm>, 'busy' | 'failure'>;
  /** Null where nothing is there yet. */
  onRemove: (() => void) | null;
  saveLabel: string;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** The frame of a dated setting: its fields, what failed, and the way to set or remove it. */
export function SettingDrawer(props: Props) {
  const { title, description, form, onRemove, saveLabel, onSave, onClose, children } = props;
  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={description}
      footer={
        <>
          {onRemove !== null && (
            <Button disabled={form.busy} onClick={onRemove}>
              Remove
            </Button>
          )}
          <Button look="primary" disabled={form.busy} onClick={onSave}>
            {saveLabel}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {form.failure !== null && (
          <Notice tone="critical" urgent>
            {form.failure}
          </Notice>
        )}
        {children}
      </div>
    </Drawer>
  );
}
