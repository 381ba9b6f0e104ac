import type { UserRole } from '@/lib/access/roles';
import type { Settings } from '@/lib/access/setting';
import type { OpenInvite, User } from '@/lib/access/user';

/** The answer of `/api/ui/people`. */
export interface People {
  users: User[];
  invites: OpenInvite[];
  settings: Settings;
  /** Who asks. */
  self: string;
}

/** A key as it comes over the wire. */
export interface ApiKeyView {
  id: string;
  name: string;
  prefix: string;
  role: string;
  sources: string[] | null;
  channels: string[] | null;
  nodes: string[] | null;
  createdAt: string;
  createdBy: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

type Refused = { ok: false; code: string; detail: string };
type Done = { ok: true } | Refused;

export interface UserActions {
  invite: (input: {
    email: string;
    role: UserRole;
    nodes: string[];
  }) => Promise<{ ok: true; link: string } | Refused>;
  withdrawInvite: (id: string) => Promise<Done>;
  changeRights: (input: { id: string; role: UserRole; nodes: string[] }) => Promise<Done>;
  deactivate: (id: string) => Promise<Done>;
  reactivate: (id: string) => Promise<Done>;
  endSession: (id: string) => Promise<Done>;
  createKey: (input: {
    name: string;
    role: string;
    sources?: string[];
    channels?: string[];
    nodes?: string[];
  }) => Promise<{ ok: true; key: string } | Refused>;
  revokeKey: (id: string) => Promise<Done>;
  changeSetting: (input: { setting: 'mayApproveOwnVariances'; value: boolean }) => Promise<Done>;
}
