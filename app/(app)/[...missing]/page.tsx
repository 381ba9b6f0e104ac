import { notFound } from 'next/navigation';

/** Every address that no page has, so that the navigation stays while it is said. */
export default function Missing() {
  notFound();
}
