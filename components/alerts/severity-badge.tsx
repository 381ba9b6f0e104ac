import { Badge } from '@/components/ui/badge';
import type { Severity } from '@/lib/alerts/rules';
import { severityWords } from './alert-types';

export function SeverityBadge({ severity }: { severity: Severity }) {
  return <Badge tone={severity}>{severityWords[severity]}</Badge>;
}
