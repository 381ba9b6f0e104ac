-- Transfers as documents: what is planned, who is to do it until when. What moved stands in transfer_line alone.
CREATE TABLE "transfer_document" (
  "transfer" TEXT PRIMARY KEY,
  "from_node" TEXT NOT NULL,
  "to_node" TEXT NOT NULL CHECK ("to_node" <> "from_node"),
  "expected_at" TIMESTAMPTZ(3),
  "note" TEXT NOT NULL DEFAULT '',
  -- [{sku, units}], as planned.
  "lines" JSONB NOT NULL DEFAULT '[]',
  "version" INTEGER NOT NULL DEFAULT 1,
  -- The request that moved it to this version: another try of it is the same one.
  "last_key" TEXT NOT NULL DEFAULT '',
  "cancelled_at" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "transfer_document_created_idx" ON "transfer_document" ("created_at", "transfer");
CREATE TRIGGER "transfer_document_screens" AFTER INSERT OR UPDATE OR DELETE ON "transfer_document" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
