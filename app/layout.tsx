import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies, headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { density_cookie, densityOf } from '@/components/shell/density-choice';
import { Providers } from '@/components/shell/providers';
import { nonce_header } from '@/lib/access/page-headers';
import './globals.css';

const sans = localFont({
  src: '../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
});
const mono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
});

export const metadata: Metadata = {
  title: { default: 'Truecount', template: '%s · Truecount' },
  description: 'One proven count of every unit, on every channel.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(nonce_header) ?? undefined;
  const density = densityOf((await cookies()).get(density_cookie)?.value);
  return (
    <html
      lang="en-IN"
      data-density={density}
      className={`${sans.variable} ${mono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <NuqsAdapter>
          <Providers nonce={nonce}>{children}</Providers>
        </NuqsAdapter>
      </body>
    </html>
  );
}
