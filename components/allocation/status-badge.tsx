import { Badge } from '@/components/ui/badge';
import type { ShownVersion } from '@/lib/allocation/policy-items';

export function StatusBadge({ status, version }: Pick<ShownVersion, 'status' | 'version'>) {
  if (status === 'in_force') return <Badge tone="good">In force, v{version}</Badge>;
  if (status === 'scheduled') return <Badge tone="information">To come, v{version}</Badge>;
  if (status === 'draft') return <Badge tone="neutral">Draft</Badge>;
  return <span className="text-muted">Ended, v{version}</span>;
}
