import { CircleAlert, CircleCheck, Info, type LucideIcon, Minus, TriangleAlert } from 'lucide-react';

/** What a state means to the reader. A tone never speaks by its colour alone: it has an icon, and its user a word. */
export type Tone = 'critical' | 'warning' | 'information' | 'good' | 'neutral';

export const toneIcon: Record<Tone, LucideIcon> = {
  critical: CircleAlert,
  warning: TriangleAlert,
  information: Info,
  good: CircleCheck,
  neutral: Minus,
};

export const toneText: Record<Tone, string> = {
  critical: 'text-critical',
  warning: 'text-warning',
  information: 'text-information',
  good: 'text-good',
  neutral: 'text-muted',
};

export const toneBox: Record<Tone, string> = {
  critical: 'border-critical-line bg-critical-surface',
  warning: 'border-warning-line bg-warning-surface',
  information: 'border-information-line bg-information-surface',
  good: 'border-good-line bg-good-surface',
  neutral: 'border-line bg-sunken',
};
