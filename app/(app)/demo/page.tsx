import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DemoScreen } from '@/components/demo/demo-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { readSandbox } from '@/lib/demo/server/read-sandbox';
import { commandDemoAction } from './actions';

export const metadata: Metadata = { title: 'Demo shops' };

export default async function DemoPage() {
  const { role } = await requireUser();
  if (!can(role, 'run_demo') || (await readSandbox()) === null) notFound();
  return <DemoScreen command={commandDemoAction} />;
}
