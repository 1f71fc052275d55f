CREATE TABLE "api_key" (
	"key_id" text PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_key_digest" CHECK (octet_length("api_key"."digest") = 32),
	CONSTRAINT "api_key_scopes" CHECK (cardinality("api_key"."scopes") > 0 AND "api_key"."scopes" <@ ARRAY['u2a', 'a2u:create', 'a2u:cancel', 'read'])
);
--> statement-breakpoint
CREATE TABLE "client" (
	"client_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "client_name_unique" UNIQUE("name"),
	CONSTRAINT "client_name" CHECK ("client"."name" ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$')
);
--> statement-breakpoint
CREATE TABLE "u2a_payment" (
	"payment_id" text PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"status" text DEFAULT 'seen' NOT NULL,
	"pending_action" text,
	"txid" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "u2a_payment_id" CHECK ("u2a_payment"."payment_id" ~ '^[A-Za-z0-9_-]{1,64}$'),
	CONSTRAINT "u2a_payment_status" CHECK ("u2a_payment"."status" IN ('seen', 'approved', 'completed', 'aborted')),
	CONSTRAINT "u2a_payment_pending_action" CHECK ("u2a_payment"."pending_action" IN ('approve', 'complete', 'abort')),
	CONSTRAINT "u2a_payment_txid" CHECK ("u2a_payment"."txid" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "world" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"world_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "world_only" CHECK ("world"."only"),
	CONSTRAINT "world_id" CHECK (length("world"."world_id") BETWEEN 1 AND 64)
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_client_id_client_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."client"("client_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "u2a_payment" ADD CONSTRAINT "u2a_payment_client_id_client_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."client"("client_id") ON DELETE no action ON UPDATE no action;