-- Lists of positions in an order that people read, page by page. Neither key ever changes, so balances stay HOT.
CREATE INDEX "position_sku_node_idx" ON "position" ("sku", "node");
CREATE INDEX "position_node_sku_idx" ON "position" ("node", "sku");

-- Backorders over all SKUs, oldest first.
CREATE INDEX "order_line_backordered_age_idx" ON "order_line" ("placed_at", "sequence") WHERE "backordered" > 0;

-- The proof walks the seals in their order.
CREATE INDEX "seal_bucket_seal_idx" ON "seal_bucket" ("seal");
