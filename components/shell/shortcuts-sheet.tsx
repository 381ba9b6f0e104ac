'use client';

import { Dialog } from '@/components/ui/dialog';

const shortcuts = [
  {
    title: 'Everywhere',
    keys: [
      { keys: ['⌘ K', 'Ctrl K'], does: 'Find a SKU or a page' },
      { keys: ['/'], does: 'To the search field of the page' },
      { keys: ['?'], does: 'This sheet' },
      { keys: ['Esc'], does: 'Close what is open' },
    ],
  },
  {
    title: 'In tables',
    keys: [
      { keys: ['↓', 'j'], does: 'Next row' },
      { keys: ['↑', 'k'], does: 'Row before' },
      { keys: ['←', '→'], does: 'Through the cells of a row that can be opened' },
      { keys: ['Enter'], does: 'Open the row or the cell' },
      { keys: ['x'], does: 'Select the row, where rows can be selected' },
      { keys: ['Home', 'End'], does: 'First and last row' },
    ],
  },
  {
    title: 'On an alert',
    keys: [
      { keys: ['a'], does: 'Acknowledge' },
      { keys: ['s'], does: 'Snooze' },
      { keys: ['m'], does: 'Assign' },
      { keys: ['r'], does: 'Resolve with a reason' },
    ],
  },
] as const;

export function ShortcutsSheet({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-5">
        {shortcuts.map(({ title, keys }) => (
          <section key={title} className="grid gap-2">
            <h3 className="text-xs text-muted">{title}</h3>
            <dl className="grid gap-1.5">
              {keys.map((shortcut) => (
                <div key={shortcut.does} className="flex items-center justify-between gap-4 text-sm">
                  <dt>{shortcut.does}</dt>
                  <dd className="flex gap-1">
                    {shortcut.keys.map((key) => (
                      <kbd
                        key={key}
                        className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs"
                      >
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
