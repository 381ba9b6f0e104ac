-- What was cancelled since the rights were booked is looked up by SKU with every plan, however far the booking is behind.
CREATE INDEX "inventory_event_cancellation_idx" ON "inventory_event" ("bucket", "sku", "xid", "sequence")
  WHERE "type" IN ('order_cancelled', 'order_snapshot') AND "refusal" IS NULL;
