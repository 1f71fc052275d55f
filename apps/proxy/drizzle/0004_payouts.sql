CREATE TABLE "payout" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"idempotency_key" text,
	"request_hash" text NOT NULL,
	"uid" text NOT NULL,
	"amount" bigint NOT NULL,
	"memo" text NOT NULL,
	"metadata" json NOT NULL,
	"state" text NOT NULL,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"pi_id" text,
	"to_address" text,
	"from_address" text,
	"network" text,
	"txid" text,
	"ledger" integer,
	"fail_code" text,
	"held_reason" text,
	"held_from" text,
	"submit_code" text,
	"expiry_reads" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_payment" json,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"left_received_at" timestamp with time zone,
	CONSTRAINT "payout_pi_id_unique" UNIQUE("pi_id"),
	CONSTRAINT "payout_key" UNIQUE("client_id","idempotency_key"),
	CONSTRAINT "payout_state" CHECK ("payout"."state" IN ('received', 'creating', 'created', 'signed', 'paid', 'cancelling', 'completed', 'paid_unconfirmed', 'cancelled', 'failed', 'held')),
	CONSTRAINT "payout_amount" CHECK ("payout"."amount" > 0),
	CONSTRAINT "payout_request_hash" CHECK ("payout"."request_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "payout_paid" CHECK ("payout"."state" NOT IN ('paid', 'completed', 'paid_unconfirmed') OR "payout"."txid" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "payout_envelope" (
	"hash" text PRIMARY KEY NOT NULL,
	"payout_id" uuid NOT NULL,
	"source" text NOT NULL,
	"sequence" bigint NOT NULL,
	"max_time" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"xdr" text NOT NULL,
	"signed_ledger" integer NOT NULL,
	"status" text DEFAULT 'live' NOT NULL,
	"evidence" json,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payout_envelope_status" CHECK ("payout_envelope"."status" IN ('live', 'applied', 'failed', 'dead')),
	CONSTRAINT "payout_envelope_hash" CHECK ("payout_envelope"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "payout_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "payout_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"payout_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"evidence" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wallet_lane" (
	"source" text PRIMARY KEY NOT NULL,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"owner" text,
	"lease_until" timestamp with time zone,
	"database_id" text,
	"cursor" text,
	"booked_sequence" bigint,
	"tip_ledger" integer,
	"tip_closed_at" bigint,
	"quarantine_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "wallet_tx" (
	"wallet" text NOT NULL,
	"hash" text NOT NULL,
	"paging_token" text NOT NULL,
	"source" text NOT NULL,
	"sequence" bigint NOT NULL,
	"successful" boolean NOT NULL,
	"ledger" integer NOT NULL,
	"closed_at" bigint NOT NULL,
	"memo" text,
	"bump_to" bigint,
	"paid_to" text,
	"paid_amount" bigint,
	"failure" text,
	"payout_id" uuid,
	"is_foreign" boolean NOT NULL,
	CONSTRAINT "wallet_tx_wallet_hash_pk" PRIMARY KEY("wallet","hash"),
	CONSTRAINT "wallet_tx_matched" CHECK (NOT ("wallet_tx"."is_foreign" AND "wallet_tx"."payout_id" IS NOT NULL)),
	CONSTRAINT "wallet_tx_paid" CHECK (("wallet_tx"."paid_to" IS NULL) = ("wallet_tx"."paid_amount" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "payout_envelope" ADD CONSTRAINT "payout_envelope_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_event" ADD CONSTRAINT "payout_event_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_tx" ADD CONSTRAINT "wallet_tx_wallet_wallet_lane_source_fk" FOREIGN KEY ("wallet") REFERENCES "public"."wallet_lane"("source") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_tx" ADD CONSTRAINT "wallet_tx_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payout_open" ON "payout" USING btree ("state","next_at") WHERE "payout"."state" NOT IN ('completed', 'paid_unconfirmed', 'cancelled', 'failed');--> statement-breakpoint
CREATE INDEX "payout_of_client" ON "payout" USING btree ("client_id","request_hash");--> statement-breakpoint
CREATE INDEX "payout_turn" ON "payout" USING btree ("client_id","left_received_at");--> statement-breakpoint
CREATE INDEX "payout_age" ON "payout" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "payout_envelope_of" ON "payout_envelope" USING btree ("payout_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "payout_envelope_applied" ON "payout_envelope" USING btree ("payout_id") WHERE "payout_envelope"."status" = 'applied';--> statement-breakpoint
CREATE UNIQUE INDEX "payout_envelope_sequence" ON "payout_envelope" USING btree ("source","sequence") WHERE "payout_envelope"."status" IN ('applied', 'failed');--> statement-breakpoint
CREATE INDEX "payout_envelope_live" ON "payout_envelope" USING btree ("source") WHERE "payout_envelope"."status" = 'live';--> statement-breakpoint
CREATE INDEX "payout_event_of" ON "payout_event" USING btree ("payout_id","id");--> statement-breakpoint
CREATE INDEX "wallet_tx_sequence" ON "wallet_tx" USING btree ("wallet","sequence");--> statement-breakpoint
CREATE INDEX "wallet_tx_of" ON "wallet_tx" USING btree ("payout_id");--> statement-breakpoint
CREATE INDEX "wallet_tx_unmatched" ON "wallet_tx" USING btree ("wallet","sequence") WHERE "wallet_tx"."payout_id" IS NULL AND NOT "wallet_tx"."is_foreign";--> statement-breakpoint
-- The audit trail is only ever added to, whatever role a program has.
CREATE FUNCTION "payout_event_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'payout_event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER "payout_event_append_only" BEFORE UPDATE OR DELETE ON "payout_event" FOR EACH ROW EXECUTE FUNCTION "payout_event_append_only"();--> statement-breakpoint
CREATE TRIGGER "payout_event_no_truncate" BEFORE TRUNCATE ON "payout_event" FOR EACH STATEMENT EXECUTE FUNCTION "payout_event_append_only"();
