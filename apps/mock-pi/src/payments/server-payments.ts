import { decideAppPayment } from './app-payment-machine.ts'
import { inspectTransaction } from './app-payments.ts'
import type { AppPayment, Decision, PaymentRecord } from './payment-record.ts'
import { keep, type PaymentWorld } from './payment-world.ts'
import { applyUserCommand } from './user-payments.ts'

/** What an app's server does with a payment, whichever way the money goes. */
export type ServerCommand = { type: 'approve' | 'cancel' } | { type: 'complete'; txid: string }

/** Applies the command of the server to a payment that was just found. */
export function actAsServer(
  world: PaymentWorld,
  payment: PaymentRecord,
  command: ServerCommand,
): Decision {
  return payment.direction === 'user_to_app'
    ? applyUserCommand(world, payment, command)
    : applyAppCommand(world, payment, command)
}

function applyAppCommand(
  world: PaymentWorld,
  payment: AppPayment,
  command: ServerCommand,
): Decision {
  const found =
    command.type === 'complete'
      ? { ...command, finding: inspectTransaction(world, payment, command.txid) }
      : command
  return keep(world, payment, decideAppPayment(payment, found, world.clock.now()))
}
