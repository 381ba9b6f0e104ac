-- Imports that are posted row by row go on where they were cut short: how far they have come, there and back again.
ALTER TABLE "import" ADD COLUMN "done_row" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "import" ADD COLUMN "undone_row" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "import_under_way_idx" ON "import" ("created_at") WHERE "status" IN ('staging', 'committing', 'reversing');
CREATE TRIGGER "import_screens" AFTER UPDATE OR DELETE ON "import" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
-- A stocktake can come from a file of counts.
ALTER TABLE "stocktake" DROP CONSTRAINT "stocktake_scope_check";
ALTER TABLE "stocktake" ADD CONSTRAINT "stocktake_scope_check"
  CHECK ("scope" IN ('node', 'class', 'category', 'sample', 'file'));
