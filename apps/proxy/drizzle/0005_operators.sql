CREATE TABLE "deployment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"is_own" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout_pause" (
	"scope" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "payment_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "wallet_lane" ADD COLUMN "written_by" bigint;--> statement-breakpoint
ALTER TABLE "wallet_lane" ADD COLUMN "quarantine_reason" text;--> statement-breakpoint
ALTER TABLE "wallet_lane" ADD COLUMN "stop" json;--> statement-breakpoint
ALTER TABLE "wallet_lane" ADD COLUMN "is_adopting" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "wallet_tx" ADD COLUMN "is_denied" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "deployment_own" ON "deployment" USING btree ("is_own") WHERE "deployment"."is_own";--> statement-breakpoint
CREATE INDEX "payout_of_request" ON "payout" USING btree ("request_hash");--> statement-breakpoint
-- Made with the database: a copy of it has the same id, an empty one has another.
INSERT INTO "deployment" ("id", "is_own") VALUES (gen_random_uuid(), true);
