import type {
  controlAppSchema,
  controlPaymentSchema,
  controlUserSchema,
  worldSchema,
} from '@aloha-pi/contracts/control'
import type * as z from 'zod'
import type { PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
import type { PaymentRecord } from '../payments/payment-machine.ts'
import { paymentToWire, type PaymentStyle } from '../payments/payment-wire.ts'
import type { PiUser } from '../users/user-store.ts'
import type { World } from '../world.ts'

export function worldToWire(world: World): z.infer<typeof worldSchema> {
  return {
    worldId: world.worldId,
    network: world.network,
    clock: clockToWire(world.clock),
    settings: world.settings,
    apps: world.apps.list().length,
    users: world.users.list().length,
    payments: world.payments.count(),
  }
}

export function clockToWire(clock: Clock) {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.isFrozen() }
}

export function appToWire(app: PiApp): z.infer<typeof controlAppSchema> {
  return {
    app_id: app.id,
    name: app.name,
    network: app.network,
    api_key: app.apiKey,
    wallet_address: app.wallet.address,
    wallet_seed: app.wallet.seed,
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
    timeline: payment.timeline.map(({ at, event }) => ({ at: new Date(at).toISOString(), event })),
  }
}
