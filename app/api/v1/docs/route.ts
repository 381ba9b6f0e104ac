import { docsPage } from '@/lib/api/docs-page';

export function GET(): Response {
  return docsPage();
}
