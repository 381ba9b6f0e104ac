export interface AccountFormState {
  /** Counts the saves, so that each one is noticed. */
  saves: number;
  errors: Partial<Record<'name' | 'email' | 'currentPassword' | 'newPassword', string>>;
  failure?: string;
  /** What was typed, kept while something is wrong. Passwords are not kept. */
  name: string;
  email: string;
}

export interface AccountProps {
  account: { name: string; email: string; hasPassword: boolean };
  save: (before: AccountFormState, form: FormData) => Promise<AccountFormState>;
}
