import type {
  NamedWorld,
  controlAppSchema,
  controlLedgerSchema,
  controlPaymentSchema,
  controlUserSchema,
  sdkReportsSchema,
  worldSchema,
} from '@aloha-pi/contracts/control'
import { formatStroops } from '@aloha-pi/contracts/platform'
import type * as z from 'zod'
import type { PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { PaymentRecord } from '../payments/payment-record.ts'
import { timelineOf } from '../payments/payment-timeline.ts'
import { paymentToWire, type PaymentStyle } from '../platform/payment-wire.ts'
import type { SdkReport } from '../sdk-reports/sdk-report-log.ts'
import type { PiUser } from '../users/user-store.ts'
import type { World } from '../world/world.ts'
import type { WorldEntry } from '../worlds/world-book.ts'

export function worldToWire(world: World): z.infer<typeof worldSchema> {
  return {
    name: world.name,
    worldId: world.worldId,
    network: world.network,
    clock: clockToWire(world.clock),
    settings: world.settings,
    apps: world.apps.list().length,
    users: world.users.list().length,
    payments: world.payments.size().kept,
  }
}

export function clockToWire(clock: Clock) {
  return {
    now: new Date(clock.now()).toISOString(),
    frozen: clock.isFrozen(),
    ahead_ms: clock.ahead(),
  }
}

/** A world as the list of worlds shows it; `url` leads to it. */
export function namedWorldToWire({ world, forkedFrom }: WorldEntry, url: string): NamedWorld {
  const { name, worldId, apps } = world
  return { name, url, worldId, forked_from: forkedFrom, app: appToWire(apps.first()) }
}

/** The chain at a glance. */
export function ledgerToControlWire(ledger: Ledger): z.infer<typeof controlLedgerSchema> {
  const { supply, balances, claimable, feePool, accounts, claimableBalances } = ledger.totals()
  return {
    network: ledger.network,
    latest: latestLedgerToWire(ledger),
    waiting: ledger.waiting().map(({ hash }) => hash),
    next_close_in_ms: ledger.nextCloseIn(),
    totals: {
      supply: formatStroops(supply),
      balances: formatStroops(balances),
      claimable: formatStroops(claimable),
      fee_pool: formatStroops(feePool),
      accounts,
      claimable_balances: claimableBalances,
    },
  }
}

/** The newest ledger. */
export function latestLedgerToWire(ledger: Ledger): z.infer<typeof controlLedgerSchema>['latest'] {
  const latest = ledger.view().latest()
  return {
    sequence: latest.sequence,
    closed_at: new Date(latest.closedAt).toISOString(),
    hash: latest.hash,
    successful_transactions: latest.successfulTransactions,
    failed_transactions: latest.failedTransactions,
  }
}

export function appToWire(app: PiApp): z.infer<typeof controlAppSchema> {
  return {
    app_id: app.id,
    name: app.name,
    network: app.network,
    api_key: app.apiKey,
    wallet_address: app.wallet.address,
    wallet_seed: app.wallet.seed,
    origins: [...app.origins],
    client_id: app.clientId,
    redirect_uris: [...app.redirectUris],
  }
}

export function userToWire(user: PiUser): z.infer<typeof controlUserSchema> {
  const uids = [...user.grants].map(([appId, { uid }]) => [appId, uid] as const)
  return {
    username: user.username,
    wallet_address: user.wallet?.address ?? null,
    uids: Object.fromEntries(uids),
  }
}

/** A payment with its owner and its timeline. */
export function paymentToControlWire(
  payment: PaymentRecord,
  style: PaymentStyle,
): z.infer<typeof controlPaymentSchema> {
  return {
    app_id: payment.appId,
    username: payment.username,
    payment: paymentToWire(payment, style),
    timeline: timelineOf(payment).map(({ at, event }) => ({
      at: new Date(at).toISOString(),
      event,
    })),
  }
}

export function sdkReportToWire({
  at,
  appId,
  paymentId,
  kind,
  name,
  detail,
}: SdkReport & { at: number }): z.infer<typeof sdkReportsSchema>['reports'][number] {
  const time = new Date(at).toISOString()
  return { at: time, app_id: appId, payment_id: paymentId, kind, name, detail }
}
