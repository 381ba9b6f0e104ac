-- Purchase orders: what a supplier owes. What has come of it are receipts in the ledger that name its number, whoever
-- reports them; nothing of it is counted a second time here.
CREATE TABLE "purchase_order" (
  "purchase_order" TEXT PRIMARY KEY,
  "supplier" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "expected_at" TIMESTAMPTZ(3),
  "note" TEXT NOT NULL DEFAULT '',
  "version" INTEGER NOT NULL DEFAULT 1,
  -- The request that moved it to this version: another try of it is the same one.
  "last_key" TEXT NOT NULL DEFAULT '',
  -- Nothing more is expected of it, whatever is open.
  "closed_at" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "purchase_order_created_idx" ON "purchase_order" ("created_at", "purchase_order");
CREATE TABLE "purchase_order_line" (
  "purchase_order" TEXT NOT NULL REFERENCES "purchase_order" ("purchase_order") ON DELETE CASCADE,
  "sku" TEXT NOT NULL,
  "units" BIGINT NOT NULL CHECK ("units" > 0),
  PRIMARY KEY ("purchase_order", "sku")
);
CREATE INDEX "purchase_order_line_sku_idx" ON "purchase_order_line" ("sku", "purchase_order");
CREATE TRIGGER "purchase_order_screens" AFTER INSERT OR UPDATE OR DELETE ON "purchase_order" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();

-- What came of a purchase order: receipts that name it, and units that arrived damaged, which refer to it.
CREATE INDEX "inventory_event_purchase_order_idx" ON "inventory_event"
  ((coalesce("content"::jsonb ->> 'purchaseOrder', "content"::jsonb ->> 'reference')))
  WHERE "type" IN ('receipt', 'adjustment') AND "refusal" IS NULL
    AND ("content" LIKE '%"purchaseOrder":%' OR "content" LIKE '%"reference":%');
