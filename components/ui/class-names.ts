import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['xs', 'table', 'sm', 'base', 'lg'] }] } },
});

/** Joins class names; of two that fight, the later one wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values));
}
