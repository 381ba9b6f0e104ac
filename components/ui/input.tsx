'use client';

import { Input as BaseInput } from '@base-ui/react/input';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';

type Props = ComponentProps<typeof BaseInput> & { className?: string };

export function Input({ className, ...props }: Props) {
  return (
    <BaseInput
      className={classNames(
        'h-9 w-full rounded-md border border-line-strong bg-card px-3 text-sm text-text placeholder:text-muted max-sm:h-11 max-sm:text-base focus-visible:outline-offset-0 data-invalid:border-critical',
        className,
      )}
      {...props}
    />
  );
}
