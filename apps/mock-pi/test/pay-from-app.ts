import type { Payment } from '@aloha-pi/contracts/platform'
import { buildPayment, type PaymentOrder } from '../src/ledger/build-payment.ts'
import type { Envelope } from '../src/ledger/envelope.ts'
import { loadStellar } from '../src/ledger/stellar.ts'
import { readAmount } from '../src/platform/read-amount.ts'
import type { World } from '../src/world/world.ts'

/** Pays an app-to-user payment from the wallet of the first app, in a separate ledger; returns the txid. */
export async function payFromApp(
  world: World,
  payment: Payment,
  changes: Partial<PaymentOrder> = {},
): Promise<string> {
  const included = world.ledger.include(await signFromApp(world, payment, changes))
  if (!included.ok) throw new Error(`Refused: ${included.result.code}`)
  return included.transaction.envelope.hash
}

/** The transaction that an app-to-user payment asks for, with changes. */
export async function signFromApp(
  world: World,
  { identifier, amount, to_address: to }: Payment,
  changes: Partial<PaymentOrder> = {},
): Promise<Envelope> {
  const stellar = await loadStellar()
  const order = {
    type: 'payment',
    from: world.apps.first().wallet,
    to,
    amount: readAmount(amount),
    memo: identifier,
    network: world.network,
    fee: 100_000n,
    ...changes,
  } as const
  const { sequence = 0n } = world.ledger.view().account(order.from.address) ?? {}
  return buildPayment(stellar, { sequence: sequence + 1n, ...order })
}
