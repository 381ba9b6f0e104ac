'use client';

import { type FormEvent, useState } from 'react';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { NumberField } from '@/components/ui/number-field';
import { flash_factor_max, flash_minutes_max } from '@/lib/demo/limits';
import type { Command } from './demo-types';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** "at Webshop", "everywhere". */
  where: string;
  command: Command;
}

/** Many more customers for a while, for everything or for one SKU. */
export function FlashDialog({ open, onOpenChange, where, command }: Props) {
  const [sku, setSku] = useState('');
  const [factor, setFactor] = useState<number | null>(10);
  const [minutes, setMinutes] = useState<number | null>(2);
  const [busy, setBusy] = useState(false);
  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (factor === null || minutes === null) return;
    setBusy(true);
    const flash = { factor, minutes, ...(sku === '' ? {} : { sku }) };
    await command({ flash, running: true }, `Flash sale ${where}: ×${factor} for ${minutes} min.`);
    setBusy(false);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Flash sale ${where}`}
      description="Orders come so many times as fast. With a SKU, all that come on top want it."
    >
      <form className="grid gap-4" onSubmit={start}>
        <Field label="SKU" hint="Leave blank for everything that is on sale.">
          <SkuPicker value={sku} onChange={setSku} placeholder="Everything" className="w-full" />
        </Field>
        <div className="flex flex-wrap gap-4">
          <Field label="Times as many orders">
            <NumberField value={factor} onChange={setFactor} min={2} max={flash_factor_max} required />
          </Field>
          <Field label="Minutes">
            <NumberField value={minutes} onChange={setMinutes} min={1} max={flash_minutes_max} required />
          </Field>
        </div>
        <div className="flex justify-end">
          <Button
            type="submit"
            look="primary"
            size="tall"
            disabled={busy || factor === null || minutes === null}
          >
            Start the flash sale
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
