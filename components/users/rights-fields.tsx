'use client';

import { useDimensions } from '@/components/stock/use-dimensions';
import { Field } from '@/components/ui/field';
import { SelectInput } from '@/components/ui/select-input';
import { type UserRole, userRoles } from '@/lib/access/roles';
import { LimitChecks } from './limit-checks';
import { roleWords } from './role-words';

interface Props {
  role: UserRole;
  onRole: (role: UserRole) => void;
  nodes: readonly string[];
  onNodes: (nodes: string[]) => void;
}

/** What somebody may do, and where. */
export function RightsFields({ role, onRole, nodes, onNodes }: Props) {
  const dimensions = useDimensions();
  const choices = dimensions.data?.nodes.map(({ node, name }) => ({ code: node, name })) ?? [];
  return (
    <>
      <Field label="Role" hint={roleWords[role]}>
        <SelectInput
          aria-label="Role"
          className="w-full"
          value={role}
          onChange={(event) => {
            const next = userRoles.find((each) => each === event.target.value);
            if (next === undefined) return;
            onRole(next);
            if (next === 'admin') onNodes([]);
          }}
        >
          {userRoles.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </SelectInput>
      </Field>
      {role !== 'admin' && choices.length > 0 && (
        <LimitChecks legend="Works at" none="All nodes" choices={choices} value={nodes} onChange={onNodes} />
      )}
    </>
  );
}
