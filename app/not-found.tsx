import { Boxes } from 'lucide-react';
import Link from 'next/link';
import { EntryPage } from '@/components/entry/entry-page';
import { buttonClasses } from '@/components/ui/button-classes';

export const metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <EntryPage
      title="There is no page here"
      lead="The address may be misspelt, or what it showed has been removed."
    >
      <Link href="/" className={buttonClasses({ look: 'primary', size: 'tall', className: 'w-full' })}>
        <Boxes aria-hidden />
        To the overview
      </Link>
    </EntryPage>
  );
}
