-- Rises with every change, so that whoever edits a promotion is told when somebody else was faster.
ALTER TABLE "promotion" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
