import { cva } from 'class-variance-authority';

/** The look of a button, also for links and triggers that act as one. */
export const buttonClasses = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border text-sm font-medium whitespace-nowrap transition-colors select-none disabled:opacity-55 data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
        quiet: 'border-line bg-card text-text hover:bg-hover',
        bare: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text',
      },
      size: {
        small: 'h-8 px-3 max-sm:h-11',
        tall: 'h-10 px-4',
        icon: 'size-8 max-sm:size-11',
      },
    },
    defaultVariants: { look: 'quiet', size: 'small' },
  },
);
