'use client';

import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';

const too_many_requests = 429;

export function SignInForm({ next }: { next: string }) {
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setProblem(undefined);
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: form.get('email'), password: form.get('password') }),
    }).catch(() => null);
    if (response?.ok) {
      window.location.assign(next);
      return;
    }
    setPending(false);
    setProblem(explain(response));
    password.current?.select();
    password.current?.focus();
  }

  return (
    <form onSubmit={signIn} className="grid gap-4">
      {problem && (
        <Notice tone="critical" urgent>
          {problem}
        </Notice>
      )}
      <Field label="E-mail" name="email">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password" name="password">
        <Input name="password" type="password" autoComplete="current-password" required ref={password} />
      </Field>
      <Button type="submit" look="primary" size="tall" disabled={pending} className="mt-1 w-full">
        {pending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}

function explain(response: Response | null): string {
  if (response === null || response.status >= 500)
    return 'The server did not answer. Nothing was lost; try again in a moment.';
  if (response.status === too_many_requests) {
    const seconds = Number(response.headers.get('x-retry-after') ?? 60);
    const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.max(1, seconds)} seconds`;
    return `Too many attempts. Wait ${wait} and try again.`;
  }
  if (response.status === 403)
    return 'This account or address may not sign in here. Open Truecount at its configured address, or ask an admin.';
  return 'E-mail and password do not match. Check both and try again.';
}
