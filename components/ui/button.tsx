'use client';

import { Button as BaseButton } from '@base-ui/react/button';
import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { buttonClasses } from './button-classes';
import { classNames } from './class-names';

type Props = ComponentProps<typeof BaseButton> & VariantProps<typeof buttonClasses> & { className?: string };

export function Button({ look, size, className, ...props }: Props) {
  return <BaseButton className={classNames(buttonClasses({ look, size }), className)} {...props} />;
}
