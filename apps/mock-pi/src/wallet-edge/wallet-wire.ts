import { formatStroops } from '@aloha-pi/contracts/platform'
import type { WalletPayment, WalletState, WalletUser } from '@aloha-pi/contracts/wallet'
import type { PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
import { paymentToControlWire } from '../control/control-wire.ts'
import { BASE_FEE } from '../ledger/network-parameters.ts'
import type { UserPayment } from '../payments/payment-record.ts'
import { versionOf } from '../payments/payment-timeline.ts'
import type { PaymentStyle } from '../platform/payment-wire.ts'
import type { PiUser } from '../users/user-store.ts'
import type { World } from '../world/world.ts'

export function clockToWalletWire(clock: Clock): WalletState['clock'] {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.isFrozen() }
}

export function stateToWire(world: World, { id, name, network }: PiApp): WalletState {
  return {
    world_id: world.worldId,
    clock: clockToWalletWire(world.clock),
    app: { app_id: id, name, network },
    autopilot: world.settings.wallet,
    approval_timeout_ms: world.settings.approval_timeout_ms,
  }
}

/** A user as the consent dialog of the app shows them. */
export function userToWalletWire(world: World, user: PiUser, app: PiApp | null): WalletUser {
  const scopes = app == null ? undefined : user.grants.get(app.id)?.scopes
  return {
    username: user.username,
    wallet_address: user.wallet?.address ?? null,
    balance: balanceOf(world, user),
    granted_scopes: [...(scopes ?? [])],
  }
}

/** A payment as the wallet shows it. */
export function paymentToWalletWire(
  world: World,
  payment: UserPayment,
  style: PaymentStyle,
): WalletPayment {
  return {
    ...paymentToControlWire(payment, style),
    approve_by: new Date(payment.approveBy).toISOString(),
    fee: formatStroops(BASE_FEE),
    balance: balanceOf(world, world.users.find(payment.username)),
    version: versionOf(payment),
  }
}

function balanceOf({ ledger }: World, user: PiUser | undefined): string | null {
  const account = user?.wallet && ledger.view().account(user.wallet.address)
  return account == null ? null : formatStroops(account.balance)
}
