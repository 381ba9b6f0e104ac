import type { Metadata, Route } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ReportScreen } from '@/components/reports/report-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { reportOf } from '@/lib/reports/catalogue';
import { defaultRange, reportNameOf } from '@/lib/reports/default-range';
import { reportQuerySchema } from '@/lib/reports/report-query';
import { saveCancellationLimitAction, saveOversellCostAction } from '../actions';

export async function generateMetadata({ params }: PageProps<'/reports/[report]'>): Promise<Metadata> {
  const name = reportNameOf((await params).report);
  return { title: name === null ? 'Reports' : reportOf(name).title };
}

export default async function ReportPage({ params, searchParams }: PageProps<'/reports/[report]'>) {
  const { role } = await requireUser();
  const name = reportNameOf((await params).report);
  if (name === null) notFound();
  const { from, to } = await searchParams;
  // An address without a range, or with one that is none, gets one that means the same tomorrow.
  if (!reportQuerySchema.safeParse({ report: name, from, to }).success)
    redirect(`/reports/${name}?${new URLSearchParams(defaultRange(new Date()))}` as Route);
  return (
    <ReportScreen
      key={name}
      name={name}
      actions={
        can(role, 'write_policies')
          ? { saveCost: saveOversellCostAction, saveLimit: saveCancellationLimitAction }
          : null
      }
    />
  );
}
