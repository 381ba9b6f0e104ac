'use client';

import { NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { Field } from '@/components/ui/field';

interface Props {
  sku: string;
  onSku: (sku: string) => void;
  skuError: boolean;
  node: string;
  onNode: (node: string) => void;
  nodeError: boolean;
  /** The nodes to choose from; null: all. */
  nodes: readonly string[] | null;
}

/** What and where. A wrong node corrupts two, so none is chosen for anybody. */
export function PlaceFields({ sku, onSku, skuError, node, onNode, nodeError, nodes }: Props) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="SKU" error={skuError ? 'Choose the SKU.' : undefined}>
        <SkuPicker value={sku} onChange={onSku} className="w-full" />
      </Field>
      <Field label="Stock node" error={nodeError ? 'Choose the node: none is chosen for you.' : undefined}>
        <NodeSelect value={node} onChange={onNode} none="Choose a node" only={nodes} className="w-full" />
      </Field>
    </div>
  );
}
