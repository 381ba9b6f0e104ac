'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { errorCode } from '@/components/read-json';

const query_attempts_max = 3;

export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            // What changes is invalidated by the event stream; coming back to the tab asks again as well.
            staleTime: 30_000,
            retry: (failures, error) => failures < query_attempts_max && !isFinal(errorCode(error)),
          },
        },
      }),
  );
  return (
    <CSPProvider {...(nonce === undefined ? {} : { nonce })}>
      <ThemeProvider
        attribute="class"
        defaultTheme="system"
        enableSystem
        disableTransitionOnChange
        {...(nonce === undefined ? {} : { nonce })}
      >
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
        {/* Never in the way: a click goes through a message to what lies beneath, except on its own buttons. */}
        <Toaster
          position="bottom-left"
          closeButton
          toastOptions={{
            closeButtonAriaLabel: 'Dismiss',
            classNames: { toast: 'pointer-events-none! [&_button]:pointer-events-auto' },
          }}
        />
      </ThemeProvider>
    </CSPProvider>
  );
}

/** Asking again would not help. */
function isFinal(code: string | undefined): boolean {
  return code !== undefined && code !== 'network' && code !== 'unavailable';
}
