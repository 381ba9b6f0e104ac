'use client';

import dynamic from 'next/dynamic';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { PageHead } from '@/components/ui/page-head';
import { Tabs } from '@/components/ui/tabs';
import { zoneName } from '@/lib/shared/format';
import { PeopleTab } from './people-tab';
import type { UserActions } from './user-types';

// Drawn here only: what cannot answer yet is not shown yet, or what is typed into it would be lost.
const KeysTab = dynamic(() => import('./keys-tab').then((module) => module.KeysTab), { ssr: false });
const SessionsTab = dynamic(() => import('./sessions-tab').then((module) => module.SessionsTab), {
  ssr: false,
});
const AuditTab = dynamic(() => import('./audit-tab').then((module) => module.AuditTab), { ssr: false });

const tabs = [
  { value: 'people', label: 'People' },
  { value: 'keys', label: 'API keys' },
  { value: 'sessions', label: 'Sessions' },
  { value: 'audit', label: 'Audit log' },
] as const;
const values = ['people', 'keys', 'sessions', 'audit'] as const;

/** Who and what may come in, and what they changed. */
export function UsersScreen({ actions }: { actions: UserActions }) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(values).withDefault('people'));
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead title="Users and keys" note={`Times in ${zoneName}.`} />
      <Tabs label="Users and keys" value={tab} onChange={(next) => void setTab(next)} tabs={tabs}>
        {tab === 'people' && <PeopleTab actions={actions} />}
        {tab === 'keys' && <KeysTab actions={actions} />}
        {tab === 'sessions' && <SessionsTab endSession={actions.endSession} />}
        {tab === 'audit' && <AuditTab />}
      </Tabs>
    </div>
  );
}
