'use client';

import { useQuery } from '@tanstack/react-query';
import { no_answer } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { UserSession } from '@/lib/access/user';
import { formatStamp } from '@/lib/shared/format';
import type { UserActions } from './user-types';

/** Who is signed in, and from where. */
export function SessionsTab({ endSession }: Pick<UserActions, 'endSession'>) {
  const sessions = useQuery({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => readJson<{ items: UserSession[] }>('/api/ui/sessions', signal),
  });
  const { data } = sessions;
  if (sessions.isError && data === undefined)
    return <ReadFailure what="the sessions" error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  return (
    <TableFrame label="Sessions">
      <Table>
        <thead>
          <tr>
            <HeadCell>Person</HeadCell>
            <HeadCell>Browser</HeadCell>
            <HeadCell>Address</HeadCell>
            <HeadCell>Signed in</HeadCell>
            <HeadCell>Renewed</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {data.items.map((session) => (
            <tr key={session.id}>
              <Cell className="font-medium">{session.name}</Cell>
              <Cell className="max-w-80 truncate text-muted">{session.browser ?? '–'}</Cell>
              <Cell className="font-mono text-xs">{session.address ?? '–'}</Cell>
              <Cell className="tabular-nums">{formatStamp(session.createdAt)}</Cell>
              <Cell className="tabular-nums">{formatStamp(session.seenAt)}</Cell>
              <Cell className="text-right">
                {session.own ? (
                  <span className="text-muted">this one</span>
                ) : (
                  <Button
                    look="bare"
                    aria-label={`End the session of ${session.name}`}
                    onClick={async () => {
                      const answer = await endSession(session.id).catch(() => null);
                      if (answer?.ok) {
                        tellDone(`${session.name} is signed out there`);
                        await sessions.refetch();
                      } else tellFailed(answer?.detail ?? no_answer);
                    }}
                  >
                    End
                  </Button>
                )}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
