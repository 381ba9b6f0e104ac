-- How far a number may be off before it is worth a person's time, by ABC class: units whatever the stock, and a share.
CREATE TABLE "tolerance" (
  "class" TEXT PRIMARY KEY CHECK ("class" IN ('A', 'B', 'C')),
  "units" INTEGER NOT NULL CHECK ("units" >= 0),
  "percent" DOUBLE PRECISION NOT NULL CHECK ("percent" >= 0 AND "percent" <= 100),
  "version" INTEGER NOT NULL DEFAULT 1,
  "updated_by" TEXT NOT NULL DEFAULT '',
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO "tolerance" ("class", "units", "percent") VALUES ('A', 0, 0.5), ('B', 1, 1), ('C', 2, 2);
CREATE TRIGGER "tolerance_screens" AFTER UPDATE ON "tolerance" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();

-- Who was asked about a case, and what: it stays open until the numbers agree.
CREATE TABLE "discrepancy_chase" (
  "chase" BIGSERIAL PRIMARY KEY,
  "sku" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  -- The event that opened the case.
  "sequence" BIGINT NOT NULL,
  "key" TEXT NOT NULL UNIQUE,
  "whom" TEXT NOT NULL,
  "note" TEXT NOT NULL DEFAULT '',
  "chased_by" TEXT NOT NULL,
  "chased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "discrepancy_chase_case_idx" ON "discrepancy_chase" ("sku", "node", "sequence");
CREATE TRIGGER "discrepancy_chase_screens" AFTER INSERT ON "discrepancy_chase" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
