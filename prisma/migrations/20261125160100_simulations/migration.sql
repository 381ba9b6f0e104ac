-- A simulation that somebody asked for, by the hash of its parameters: the same question has one answer.
CREATE TABLE "simulation_run" (
  "run" TEXT PRIMARY KEY,
  "parameters" JSONB NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'queued' CHECK ("status" IN ('queued', 'running', 'done', 'cancelled', 'failed')),
  "done" INTEGER NOT NULL DEFAULT 0,
  "total" INTEGER NOT NULL CHECK ("total" > 0),
  "results" JSONB NOT NULL DEFAULT '[]',
  "requested_by" TEXT NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  -- While it runs: when its worker was last heard of.
  "seen_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3)
);
CREATE INDEX "simulation_run_open_idx" ON "simulation_run" ("requested_at") WHERE "status" IN ('queued', 'running');
CREATE TRIGGER "simulation_run_screens" AFTER INSERT OR UPDATE OR DELETE ON "simulation_run" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
