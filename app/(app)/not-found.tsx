import { Compass } from 'lucide-react';
import Link from 'next/link';
import { buttonClasses } from '@/components/ui/button-classes';

export const metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 py-16 text-center">
      <Compass aria-hidden className="size-6 text-muted" strokeWidth={1.5} />
      <h1 className="text-lg font-semibold">There is no page here</h1>
      <p className="text-sm text-muted">
        The address may be misspelt, or what it showed has been removed. ⌘K finds pages and SKUs.
      </p>
      <Link href="/" className={buttonClasses({ look: 'primary' })}>
        To the overview
      </Link>
    </div>
  );
}
