import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface Props {
  token: string;
  email: string;
  passwordCharsMin: number;
}

export function InviteEntryForm({ token, email, passwordCharsMin }: Props) {
  return (
    <form method="post" action="/api/enter" className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <Field label="Name" name="name">
        <Input name="name" autoComplete="name" required maxLength={100} />
      </Field>
      <Field label="Password" name="password" hint={`At least ${passwordCharsMin} characters.`}>
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={passwordCharsMin}
        />
      </Field>
      <Button type="submit" look="primary" size="tall" className="mt-1 w-full">
        Join and sign in
      </Button>
    </form>
  );
}
